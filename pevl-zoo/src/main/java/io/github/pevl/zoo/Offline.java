package io.github.pevl.zoo;

/** Whether DJL is in offline mode; DJL 0.25 has no method for it. */
final class Offline {

    private static final String PROPERTY = "ai.djl.offline";

    private static final String VARIABLE = "DJL_OFFLINE";

    /** The cause in errors. */
    static final String CAUSE = "offline mode is on (" + PROPERTY + " or " + VARIABLE + ")";

    private Offline() {}

    /** The environment variable has priority over the property, as in DJL. */
    static boolean isOn() {
        String mode = System.getenv(VARIABLE);
        return Boolean.parseBoolean(mode == null ? System.getProperty(PROPERTY) : mode);
    }
}
