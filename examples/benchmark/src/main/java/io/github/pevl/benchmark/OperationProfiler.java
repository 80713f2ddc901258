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
 * Asks under the eyes of PyTorch's profiler. DJL has none, so this is the one class that uses the
 * engine itself. What is watched takes longer: shares are told, no times, and those by the wall's
 * clock.
 */
final class OperationProfiler {

    /** What is watched. */
    @FunctionalInterface
    interface Request {
        void ask() throws TranslateException;
    }

    private OperationProfiler() {}

    /**
     * Asks once, on the calling thread, and leaves no file. The engine has to be loaded.
     *
     * @return the share of the time that each kind of operation takes, of 0 to 1, in all 1
     * @throws IOException if the profile cannot be written below {@code java.io.tmpdir}, or read
     */
    static Map<OperationKind, Double> shares(Request request)
            throws IOException, TranslateException {
        Path file = Files.createTempFile("pevl-profile-", ".json");
        try {
            long nanos = watch(request, file);
            try (Reader json = Files.newBufferedReader(file)) {
                return shares(OperationTrace.nanos(json), nanos);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Writes a profile; returns the nanoseconds from the request to the answer. */
    private static long watch(Request request, Path file) throws TranslateException {
        JniUtils.startProfile(false, false, false);
        try {
            long begin = System.nanoTime();
            request.ask();
            return System.nanoTime() - begin;
        } finally {
            JniUtils.stopProfile(file.toString());
        }
    }

    /** What no operation accounts for is outside; threads side by side may leave nothing there. */
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
