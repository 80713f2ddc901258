package io.github.pevl.cli.console;

import java.util.List;

/** The threads that PyTorch computes with, which it reads when it starts. */
public final class Threads {

    /** The option that sets them. */
    public static final String OPTION = "--threads";

    /** The environment variable that sets them. */
    public static final String VARIABLE = "PEVL_THREADS";

    /** What a number may be: from 1 to 9999. */
    private static final String NUMBER = "[1-9][0-9]{0,3}";

    private static final String PROPERTY = "ai.djl.pytorch.num_threads";

    private static final String OPEN_MP = "OMP_NUM_THREADS";

    private Threads() {}

    /** Half of the CPUs, where the user says nothing: each is often two threads of a core. */
    public static void setDefault() {
        if (System.getProperty(PROPERTY) == null && System.getenv(OPEN_MP) == null) {
            // Waiting threads of PyTorch spin, so two of them must not share a core.
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            System.setProperty(PROPERTY, Integer.toString(threads));
        }
    }

    /**
     * Sets what a command line or the environment says, before the command line is parsed: PyTorch
     * starts beside that. What is no number is left to the parser to refuse.
     */
    public static void setFrom(List<String> words) {
        String value = System.getenv(VARIABLE);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(OPTION) && i + 1 < words.size()) {
                value = words.get(i + 1);
            } else if (words.get(i).startsWith(OPTION + "=")) {
                value = words.get(i).substring(OPTION.length() + 1);
            }
        }
        if (value != null && isNumber(value)) {
            System.setProperty(PROPERTY, value.strip());
        }
    }

    static boolean isNumber(String value) {
        return value.strip().matches(NUMBER);
    }

    /** The configured number; 0 for PyTorch's own default. */
    public static int configured() {
        int configured = Integer.getInteger(PROPERTY, 0);
        String openMp = System.getenv(OPEN_MP);
        return configured > 0 || openMp == null || !openMp.matches("[0-9]{1,4}")
                ? configured
                : Integer.parseInt(openMp);
    }
}
