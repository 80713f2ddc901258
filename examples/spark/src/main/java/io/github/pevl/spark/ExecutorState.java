package io.github.pevl.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What an executor says of itself.
 *
 * @param process host and process number
 * @param residentBytes of the process; 0 where the system does not tell
 * @param loads how many times it has loaded a model
 */
record ExecutorState(String process, long residentBytes, int loads) implements Serializable {

    private static final Path MEMORY = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int KIB = 1024;

    /** Asks the executors, by tasks that any of them may run: nearly always all of them. */
    static Collection<ExecutorState> all(JavaSparkContext spark) {
        int tasks = 4 * spark.defaultParallelism();
        List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
        Map<String, ExecutorState> states = new HashMap<>();
        spark.parallelize(numbers, tasks)
                .map(number -> own())
                .collect()
                .forEach(state -> states.put(state.process(), state));
        return states.values();
    }

    private static ExecutorState own() throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        return new ExecutorState(
                host + ":" + ProcessHandle.current().pid(), resident(), ExecutorModels.loads());
    }

    private static long resident() throws IOException {
        if (!Files.exists(MEMORY)) {
            return 0;
        }
        return Files.readAllLines(MEMORY).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElse(0);
    }
}
