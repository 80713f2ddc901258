package io.github.pevl.zoo;

/** Whether DJL was told to stay off the network; DJL 0.25 has no method that says so. */
final class Offline {

    private static final String PROPERTY = "ai.djl.offline";

    private static final String VARIABLE = "DJL_OFFLINE";

    /** The cause that errors give. */
    static final String CAUSE = "offline mode is on (" + PROPERTY + " or " + VARIABLE + ")";

    private Offline() {}

    /** The environment goes before the property, as in DJL. */
    static boolean isOn() {
        String mode = System.getenv(VARIABLE);
        return Boolean.parseBoolean(mode == null ? System.getProperty(PROPERTY) : mode);
    }
}
