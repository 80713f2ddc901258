package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelFolder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of every task, drawn, damaged and far too large, end in an answer or a declared
 * exception. {@code -Dpevl.requests=200000} is the campaign.
 */
@Tag("campaign")
class RequestFuzzTest {

    /** A network that costs next to nothing: requests are what is tried. */
    private static final PevlConfig SMALL =
            new PevlConfig(32, 16, 16, 1, 1, 16, 2, 1, 1, 16, 30522, 300, 8, 0);

    private static final int CASES = Integer.getInteger("pevl.requests", 5_000);

    /** What the request of one case took. */
    private record Cost(long seed, double measure) {
        Cost most(long other, double measured) {
            return measured > measure ? new Cost(other, measured) : this;
        }
    }

    @Test
    void onlyAnswersAndDeclaredExceptions(@TempDir Path temp) throws Exception {
        Path folder = temp.resolve("model");
        try (NDManager manager = NDManager.newBaseManager()) {
            PevlBlock block = new PevlBlock(SMALL);
            block.freezeParameters(true);
            block.initialize(manager);
            ModelFolder.write(folder, block, PevlVocabulary.bert(), Map.of());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<RequestFuzz.Outcome, Integer> outcomes = new EnumMap<>(RequestFuzz.Outcome.class);
        Cost slowest = new Cost(0, 0);
        Cost largest = new Cost(0, 0);
        try (RequestFuzz fuzz = new RequestFuzz(folder)) {
            for (long seed = 0; seed < CASES; seed++) {
                long time = System.nanoTime();
                long bytes = threads.getCurrentThreadAllocatedBytes();
                outcomes.merge(fuzz.run(seed), 1, Integer::sum);
                slowest = slowest.most(seed, (System.nanoTime() - time) / 1e9);
                largest =
                        largest.most(
                                seed, (threads.getCurrentThreadAllocatedBytes() - bytes) / 1e6);
            }
        }
        System.out.printf(
                "%d requests: %s; slowest %.2f s (case %d); at most %.1f MB allocated (case %d)%n",
                CASES,
                outcomes,
                slowest.measure(),
                slowest.seed(),
                largest.measure(),
                largest.seed());
        assertThat(outcomes.values()).allMatch(count -> count > CASES / 10);
    }
}
