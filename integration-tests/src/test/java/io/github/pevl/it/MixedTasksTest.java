package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import io.github.pevl.text.Box;
import io.github.pevl.translate.AnswerRequest;
import io.github.pevl.translate.AnswerTranslator;
import io.github.pevl.translate.ChoiceRequest;
import io.github.pevl.translate.ChoiceTranslator;
import io.github.pevl.translate.FillRequest;
import io.github.pevl.translate.FillTranslator;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingTranslator;
import io.github.pevl.translate.NamedBox;
import io.github.pevl.translate.PhraseRequest;
import io.github.pevl.translate.Predicates;
import io.github.pevl.translate.RelationRequest;
import io.github.pevl.translate.RelationTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** All tasks at once, from many threads: every answer as from one thread, and no growth. */
class MixedTasksTest {

    private static final int THREADS = 8;
    private static final int PREDICTIONS = 5_000;

    private static final Image PICTURE = GoldenTasks.picture(90, 70, 3);

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
        GroundingTranslator grounding =
                new GroundingTranslator(tasks.tokenizer, tasks.pictures, tasks.maxTokens);
        return List.of(
                new Job<>(grounding, new GroundingRequest(PICTURE, "the man", "a small dog")),
                new Job<>(
                        grounding.phrases(),
                        PhraseRequest.find(PICTURE, "a man near a dog", "a dog", "a man")),
                new Job<>(
                        new RelationTranslator(
                                tasks.tokenizer,
                                tasks.pictures,
                                tasks.maxTokens,
                                Predicates.visualGenome()),
                        new RelationRequest(PICTURE, objects)),
                new Job<>(
                        new ChoiceTranslator(tasks.tokenizer, tasks.pictures, tasks.maxTokens),
                        ChoiceRequest.of(PICTURE, objects, "why [0]?", "[1]", "no", "yes, [2]")),
                new Job<>(
                        new AnswerTranslator(
                                tasks.tokenizer, tasks.pictures, tasks.maxTokens, List.of("yes")),
                        new AnswerRequest(PICTURE, "is it dark?")),
                new Job<>(
                        new FillTranslator(tasks.tokenizer, tasks.pictures, tasks.maxTokens),
                        new FillRequest(PICTURE, "a [MASK] dog", FillRequest.Among.WORDS, 3)));
    }

    /** The network that is asked. */
    GoldenTasks tasks() throws Exception {
        return new GoldenTasks();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void manyThreadsAnswerAsOneAndDoNotGrow() throws Exception {
        // The same threads throughout: each new one brings the allocator a store of its own.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (GoldenTasks tasks = tasks()) {
            List<Job<?, ?>> jobs = jobs(tasks);
            List<Object> expected = run(tasks, jobs, jobs.size());
            ask(threads, tasks, jobs, expected, PREDICTIONS / 4);
            int arrays = tasks.golden.manager.getManagedArrays().size();
            long before = ResidentMemory.outsideTheHeap();
            ask(threads, tasks, jobs, expected, PREDICTIONS);
            long after = ResidentMemory.outsideTheHeap();
            System.out.printf(
                    "%,d mixed predictions: outside the heap %,d kB before, %,d kB after%n",
                    PREDICTIONS, before, after);
            assertThat(tasks.golden.manager.getManagedArrays()).hasSize(arrays);
            assertThat(after - before).isLessThan(mostGrowth(tasks));
        } finally {
            threads.shutdown();
        }
    }

    /** Half of what one leaked picture a prediction would add, kilobytes. */
    private static long mostGrowth(GoldenTasks tasks) {
        long picture = 3L * tasks.pictures.side() * tasks.pictures.side() * Float.BYTES;
        return picture / 1024 * PREDICTIONS / 2;
    }

    private static void ask(
            ExecutorService threads,
            GoldenTasks tasks,
            List<Job<?, ?>> jobs,
            List<Object> expected,
            int predictions)
            throws Exception {
        List<Callable<List<Object>>> shares = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            shares.add(() -> run(tasks, jobs, predictions / THREADS));
        }
        for (Future<List<Object>> share : threads.invokeAll(shares)) {
            List<Object> answers = share.get();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i)).isEqualTo(expected.get(i % expected.size()));
            }
        }
    }

    /** Asks in turn, with predictors of its own; answers are kept. */
    private static List<Object> run(GoldenTasks tasks, List<Job<?, ?>> jobs, int predictions)
            throws Exception {
        List<Asked> asked = new ArrayList<>();
        for (Job<?, ?> job : jobs) {
            asked.add(job.open(tasks));
        }
        List<Object> answers = new ArrayList<>();
        try {
            for (int i = 0; i < predictions; i++) {
                answers.add(asked.get(i % asked.size()).ask().call());
            }
        } finally {
            asked.forEach(each -> each.predictor().close());
        }
        return answers;
    }
}
