package io.github.pevl.benchmark;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Profiles a request with PyTorch's profiler. DJL has none, so that this is the only class that
 * uses the engine itself. A profiled request takes longer; therefore the result is shares of wall
 * time, not times.
 */
final class OperationProfiler {

    /** The request to profile. */
    @FunctionalInterface
    interface Request {
        void ask() throws TranslateException;
    }

    private OperationProfiler() {}

    /**
     * Runs the request once, on the calling thread; leaves no file. The engine must be loaded.
     *
     * @return the share of the time of each kind of operation, 0 to 1, with sum 1
     * @throws IOException if the profile cannot be written below {@code java.io.tmpdir}, or read
     */
    static Map<OperationKind, Double> shares(Request request)
            throws IOException, TranslateException {
        Path file = Files.createTempFile("pevl-profile-", ".json");
        try {
            long nanos = profile(request, file);
            try (Reader json = Files.newBufferedReader(file)) {
                return shares(OperationTrace.nanos(json), nanos);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Writes a profile; returns the nanoseconds from the request to the answer. */
    private static long profile(Request request, Path file) throws TranslateException {
        JniUtils.startProfile(false, false, false);
        try {
            long start = System.nanoTime();
            request.ask();
            return System.nanoTime() - start;
        } finally {
            JniUtils.stopProfile(file.toString());
        }
    }

    /** Time that no operation accounts for is outside; concurrent threads may leave none. */
    private static Map<OperationKind, Double> shares(Map<OperationKind, Long> inside, long nanos) {
        Map<OperationKind, Long> all = new EnumMap<>(OperationKind.class);
        all.putAll(inside);
        long sum = inside.values().stream().mapToLong(Long::longValue).sum();
        all.put(OperationKind.OUTSIDE, Math.max(0, nanos - sum));
        double whole = Math.max(nanos, sum);
        Map<OperationKind, Double> shares = new EnumMap<>(OperationKind.class);
        all.forEach((kind, part) -> shares.put(kind, part / whole));
        return shares;
    }
}
