package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A model that answers with the request's body, and only when it is let. */
final class FakeModel {

    private static final RequestReader READER =
            new RequestReader() {
                @Override
                public List<String> tasks() {
                    return List.of("grounding");
                }

                @Override
                public Input read(Input input) {
                    return input;
                }

                @Override
                public Input read(Input input, Image image) {
                    return input;
                }

                @Override
                public Image readImage(Input input) {
                    throw new IllegalArgumentException("There is no image.");
                }
            };

    private final Semaphore answers = new Semaphore(0);

    /** What was asked together, as it was asked. */
    final BlockingQueue<List<String>> batches = new LinkedBlockingQueue<>();

    /** Lets so many calls be answered. */
    FakeModel let(int calls) {
        answers.release(calls);
        return this;
    }

    Answerer answerer() {
        return new Answerer() {
            @Override
            public List<Output> answer(List<Input> requests) throws TranslateException {
                List<String> texts = requests.stream().map(FakeModel::text).toList();
                batches.add(texts);
                try {
                    answers.acquire();
                } catch (InterruptedException e) { // the server is closed
                    Thread.currentThread().interrupt();
                    throw new TranslateException(e);
                }
                if (texts.contains("bad")) {
                    throw new TranslateException(
                            new IllegalStateException("secret.Class at /home"));
                }
                if (texts.contains("huge")) {
                    throw new TranslateException(
                            new IllegalStateException(new OutOfMemoryError("Java heap space")));
                }
                if (texts.contains("wrong")) {
                    throw new TranslateException(new IllegalArgumentException("text is wrong."));
                }
                return texts.stream().map(FakeModel::output).toList();
            }

            @Override
            public void close() {}
        };
    }

    private static String text(Input input) {
        return input.getAsString("data");
    }

    private static Output output(String text) {
        Output output = new Output(200, "OK");
        output.add("\"" + text + "\"");
        return output;
    }

    /** A server of this model alone, by the name "fake". */
    PevlServer serve(ServerOptions.Builder builder) throws Exception {
        ServerOptions options = builder.optAddress("127.0.0.1", 0).build();
        ModelRegistry models = new ModelRegistry();
        models.add(
                new ServedModel(
                        "fake",
                        READER,
                        new ModelQueue(
                                this::answerer,
                                input -> "",
                                options,
                                new Semaphore(options.workers())),
                        () -> {}));
        return PevlServer.start(options, models);
    }
}
