package io.github.pevl.spark;

import org.jspecify.annotations.Nullable;

/** What Spark's exceptions say. */
final class Failure {

    private static final String EXECUTOR_LOST = "ExecutorLostFailure";
    private static final int MAX_LENGTH = 500;

    private Failure() {}

    /** Whether a Spark job failed because a task ended its executor each time. */
    static boolean isExecutorLoss(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (String.valueOf(e.getMessage()).contains(EXECUTOR_LOST)) {
                return true;
            }
        }
        return false;
    }

    /** One line that says what was the matter: Spark adds traces of executors to its messages. */
    static String describe(Throwable error) {
        Throwable e = error;
        while (e.getCause() != null && isWrapper(e)) {
            e = e.getCause();
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String line = firstLine(message);
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
    }

    private static boolean isWrapper(Throwable e) {
        @Nullable String message = e.getMessage();
        return message == null
                || message.startsWith(String.valueOf(e.getCause()))
                || message.contains("Job aborted");
    }

    private static String firstLine(String message) {
        return message.strip().lines().findFirst().orElse(message).strip();
    }
}
