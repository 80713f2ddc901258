package io.github.pevl.cli.console;

/**
 * DJL's offline mode. The program turns it on where the user says nothing; models are then
 * downloaded only when the user agrees to it.
 */
public final class OfflineMode {

    private static final String PROPERTY = "ai.djl.offline";

    private static final String VARIABLE = "DJL_OFFLINE";

    private static volatile boolean ours;

    private OfflineMode() {}

    /** Turns it on unless the user has set it. */
    public static void turnOnByDefault() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "true");
            ours = true;
        }
    }

    /** Whether the user turned it off: then downloads need no further word. */
    public static boolean isOffByUser() {
        String variable = System.getenv(VARIABLE);
        String mode = variable == null ? System.getProperty(PROPERTY) : variable;
        return !Boolean.parseBoolean(mode);
    }

    /** Whether the user turned it on: then nothing is downloaded. */
    public static boolean isOnByUser() {
        return !isOffByUser() && (System.getenv(VARIABLE) != null || !ours);
    }
}
