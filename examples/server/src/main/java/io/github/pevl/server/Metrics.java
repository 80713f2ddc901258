package io.github.pevl.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, in the text form that Prometheus reads. */
final class Metrics {

    private static final double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, Latency> latencies = new ConcurrentSkipListMap<>();

    private static final class Latency {
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Latency() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void add(long time) {
            int bucket = 0;
            while (bucket < BOUNDS.length && time > BOUNDS[bucket] * 1e9) {
                bucket++;
            }
            buckets[bucket].increment();
            nanos.add(time);
        }
    }

    /**
     * Counts an answer.
     *
     * @param model that was asked
     * @param status HTTP's
     * @param nanos from the request's head to the answer
     */
    void answered(String model, int status, long nanos) {
        String labels = "model=\"%s\",code=\"%d\"".formatted(model, status);
        requests.computeIfAbsent(labels, key -> new LongAdder()).increment();
        latencies.computeIfAbsent(model, key -> new Latency()).add(nanos);
    }

    /** All of it. */
    String text(Iterable<ServedModel> models, Sessions sessions) {
        StringBuilder text = new StringBuilder();
        head(text, "pevl_requests_total", "counter", "Predictions asked for, by status.");
        requests.forEach((labels, count) -> line(text, "pevl_requests_total", labels, count.sum()));
        head(text, "pevl_errors_total", "counter", "Predictions that failed, by status.");
        requests.forEach(
                (labels, count) -> {
                    if (!labels.contains("code=\"2")) {
                        line(text, "pevl_errors_total", labels, count.sum());
                    }
                });
        head(text, "pevl_request_seconds", "histogram", "From a request's head to its answer.");
        latencies.forEach((model, latency) -> histogram(text, model, latency));
        head(text, "pevl_queue_requests", "gauge", "Requests that wait or run.");
        for (ServedModel model : models) {
            line(text, "pevl_queue_requests", label(model.name()), model.queue().size());
        }
        head(text, "pevl_queue_capacity", "gauge", "Requests that may wait or run.");
        for (ServedModel model : models) {
            line(text, "pevl_queue_capacity", label(model.name()), model.queue().capacity());
        }
        head(text, "pevl_sessions", "gauge", "Encoded images that are kept.");
        line(text, "pevl_sessions", "", sessions.size());
        head(text, "process_resident_memory_bytes", "gauge", "Resident memory of the process.");
        line(text, "process_resident_memory_bytes", "", residentBytes());
        return text.toString();
    }

    private static void histogram(StringBuilder text, String model, Latency latency) {
        long count = 0;
        for (int i = 0; i < latency.buckets.length; i++) {
            count += latency.buckets[i].sum();
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            String labels = "%s,le=\"%s\"".formatted(label(model), bound);
            line(text, "pevl_request_seconds_bucket", labels, count);
        }
        line(text, "pevl_request_seconds_count", label(model), count);
        text.append(
                String.format(
                        Locale.ROOT,
                        "pevl_request_seconds_sum{%s} %.6f\n",
                        label(model),
                        latency.nanos.sum() / 1e9));
    }

    private static String label(String model) {
        return "model=\"%s\"".formatted(model);
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    private static void line(StringBuilder text, String name, String labels, long value) {
        String braced = labels.isEmpty() ? "" : "{" + labels + "}";
        text.append("%s%s %d\n".formatted(name, braced, value));
    }

    /** What the kernel says; 0 where it has no such file. */
    private static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return 0; // it is only told
        }
        return 0;
    }
}
