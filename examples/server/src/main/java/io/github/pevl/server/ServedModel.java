package io.github.pevl.server;

import ai.djl.MalformedModelException;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.RequestLimits;
import io.github.pevl.translate.ServingTranslator;
import io.github.pevl.zoo.PevlBlockFactory;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A model that is loaded, and its queue. */
final class ServedModel implements AutoCloseable {

    private final String name;
    private final RequestReader reader;
    private final ModelQueue queue;
    private final AutoCloseable model;

    /**
     * Takes a model.
     *
     * @param model is closed with this
     */
    ServedModel(String name, RequestReader reader, ModelQueue queue, AutoCloseable model) {
        this.name = name;
        this.reader = reader;
        this.queue = queue;
        this.model = model;
    }

    /**
     * Loads a model.
     *
     * @param source a name of the zoo, or a folder, compiled or not
     * @throws IOException if it cannot be read
     * @throws ModelNotFoundException if there is none
     * @throws MalformedModelException if what is there is none
     */
    static ServedModel open(String source, ServerOptions options, Semaphore computing)
            throws IOException, ModelNotFoundException, MalformedModelException {
        boolean known = PevlModelZoo.names().contains(source);
        if (!known && !Files.isDirectory(Path.of(source))) {
            throw new ModelNotFoundException(
                    "There is no model \"%s\", neither of that name nor in a folder. Names: %s."
                            .formatted(source, String.join(", ", PevlModelZoo.names())));
        }
        Path folder = Path.of(source).toAbsolutePath().normalize();
        String url = known ? PevlModelZoo.url(source) : PevlModelZoo.url(folder);
        ZooModel<Input, Output> model =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optEngine("PyTorch")
                        .optModelUrls(url)
                        .optArguments(arguments(options))
                        .build()
                        .loadModel();
        String name = known ? source : folder.getFileName().toString();
        return new ServedModel(
                name.replaceAll("[^A-Za-z0-9._-]", "-"),
                RequestReader.of((ServingTranslator) model.getTranslator()),
                new ModelQueue(
                        () -> Answerer.of(model.newPredictor()),
                        ServingTranslator::kind,
                        options,
                        computing),
                model);
    }

    private static Map<String, Object> arguments(ServerOptions options) {
        RequestLimits usual = RequestLimits.DEFAULT;
        RequestLimits limits =
                new RequestLimits(
                        options.maxBodyBytes(),
                        options.maxBodyBytes(),
                        options.maxPixels(),
                        usual.textLength(),
                        options.maxTexts(),
                        usual.objects(),
                        usual.pairs(),
                        usual.answers(),
                        usual.tokens(),
                        usual.results());
        Map<String, Object> arguments = new HashMap<>(limits.arguments());
        if (options.precision() != null) {
            arguments.put(PevlBlockFactory.PRECISION, options.precision());
        }
        if (!options.allowedHosts().isEmpty()) {
            arguments.put(
                    PevlTranslatorFactory.ALLOW_URLS, String.join(",", options.allowedHosts()));
        }
        return arguments;
    }

    String name() {
        return name;
    }

    /** What it may be asked for, the task that requests mean unless they say another first. */
    List<String> tasks() {
        return reader.tasks();
    }

    /** Where it was loaded from; of a folder only its name, since paths are nobody's business. */
    String url() {
        return PevlModelZoo.url(name);
    }

    /** Reads requests. */
    RequestReader reader() {
        return reader;
    }

    ModelQueue queue() {
        return queue;
    }

    /** Ends its threads, and frees it. */
    @Override
    public void close() {
        queue.close();
        try {
            model.close();
        } catch (Exception e) {
            throw new IllegalStateException("The model " + name + " cannot be closed", e);
        }
    }
}
