package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.text.Box;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All tasks at once, from many threads: every answer is checked against that of one thread. */
final class MixedTasks implements AutoCloseable {

    private static final Image IMAGE = GoldenTasks.image(90, 70, 3);

    /** A request with its translator. */
    private record Job<I, O>(Translator<I, O> translator, I request) {

        /** A predictor of its own, asked again and again. */
        Asked open(GoldenTasks tasks) {
            Predictor<I, O> predictor = tasks.predictor(translator);
            return new Asked(() -> predictor.predict(request), predictor);
        }
    }

    private record Asked(Callable<Object> ask, Predictor<?, ?> predictor) {}

    private static List<Job<?, ?>> jobs(GoldenTasks tasks) {
        List<NamedBox> objects =
                List.of(
                        new NamedBox("man", new Box(1, 2, 30, 40)),
                        new NamedBox("traffic light", new Box(20, 2, 59, 39)),
                        new NamedBox("dog", new Box(5, 5, 6, 6)));
        Translator<GroundingRequest, GroundingResult> grounding = tasks.translator(Tasks.GROUNDING);
        return List.of(
                new Job<>(grounding, new GroundingRequest(IMAGE, "the man", "a small dog")),
                new Job<>(
                        tasks.translator(Tasks.PHRASES),
                        PhraseRequest.find(IMAGE, "a man near a dog", "a dog", "a man")),
                new Job<>(tasks.translator(Tasks.RELATIONS), new RelationRequest(IMAGE, objects)),
                new Job<>(
                        tasks.translator(Tasks.CHOICES),
                        ChoiceRequest.of(IMAGE, objects, "why [0]?", "[1]", "no", "yes, [2]")),
                new Job<>(
                        tasks.translator(Tasks.ANSWERS, List.of("yes")),
                        new AnswerRequest(IMAGE, "is it dark?")),
                new Job<>(
                        tasks.translator(Tasks.FILL),
                        new FillRequest(IMAGE, "a [MASK] dog", FillRequest.Among.WORDS, 3)));
    }

    private final GoldenTasks tasks;
    private final List<Job<?, ?>> jobs;
    private final List<Object> expected = new ArrayList<>();
    private final int count;
    // The same threads throughout: each new one brings the allocator a store of its own.
    private final ExecutorService threads;

    /**
     * Asks each task once, in this thread.
     *
     * @param tasks the network that is asked
     * @param count of threads
     */
    MixedTasks(GoldenTasks tasks, int count) throws Exception {
        this.tasks = tasks;
        this.count = count;
        jobs = jobs(tasks);
        for (Job<?, ?> job : jobs) {
            Asked asked = job.open(tasks);
            try {
                expected.add(asked.ask().call());
            } finally {
                asked.predictor().close();
            }
        }
        threads = Executors.newFixedThreadPool(count);
    }

    /** Asks the tasks in turn, in all threads, so often in all. */
    void ask(int predictions) throws Exception {
        List<Callable<Void>> shares =
                Collections.nCopies(count, () -> askInThisThread(predictions / count));
        for (Future<Void> share : threads.invokeAll(shares)) {
            share.get();
        }
    }

    private Void askInThisThread(int predictions) throws Exception {
        List<Asked> asked = jobs.stream().map(job -> job.open(tasks)).toList();
        try {
            for (int i = 0; i < predictions; i++) {
                int task = i % asked.size();
                assertThat(asked.get(task).ask().call()).isEqualTo(expected.get(task));
            }
        } finally {
            asked.forEach(each -> each.predictor().close());
        }
        return null;
    }

    /** Arrays that the golden model's manager owns. */
    int arrays() {
        return tasks.golden.manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
