package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** All tasks at once, from many threads: every answer as from one thread, and no growth. */
class MixedTasksTest {

    private static final int THREADS = 8;
    private static final int PREDICTIONS = 5_000;

    @Test
    @EnabledOnOs(OS.LINUX)
    void manyThreadsAnswerAsOneAndDoNotGrow() throws Exception {
        try (GoldenTasks tasks = new GoldenTasks();
                MixedTasks mixed = new MixedTasks(tasks, THREADS)) {
            mixed.ask(PREDICTIONS / 4);
            int arrays = mixed.arrays();
            long before = ResidentMemory.outsideTheHeap();
            mixed.ask(PREDICTIONS);
            long after = ResidentMemory.outsideTheHeap();
            System.out.printf(
                    "%,d mixed predictions: outside the heap %,d kB before, %,d kB after%n",
                    PREDICTIONS, before, after);
            assertThat(mixed.arrays()).isEqualTo(arrays);
            assertThat(after - before).isLessThan(mostGrowth(tasks));
        }
    }

    /** Half of what one leaked image a prediction would add, kilobytes. */
    private static long mostGrowth(GoldenTasks tasks) {
        long image = 3L * tasks.side * tasks.side * Float.BYTES;
        return image / 1024 * PREDICTIONS / 2;
    }
}
