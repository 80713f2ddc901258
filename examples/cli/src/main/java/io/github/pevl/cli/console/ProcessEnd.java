package io.github.pevl.cli.console;

import com.sun.jna.NativeLibrary;

/** How the process ends. */
public final class ProcessEnd {

    private static final Thread HOOK = new Thread(ProcessEnd::skipDestructors, "end");

    private ProcessEnd() {}

    /**
     * Lets a signal end the process while PyTorch computes. Java leaves through C's {@code exit},
     * which runs the destructors of native libraries; they free compiled kernels that other threads
     * still execute, so that the process crashed instead. From now on, if the process ends other
     * than by {@link #exit}, destructors are skipped, after all of Java's hooks. Needs the GNU C
     * library; does nothing with others.
     */
    public static void expectSignals() {
        Runtime.getRuntime().addShutdownHook(HOOK);
    }

    /** Ends the process when nothing computes any more. */
    public static void exit(int code) {
        try {
            Runtime.getRuntime().removeShutdownHook(HOOK);
        } catch (IllegalStateException e) {
            // A signal has come at the same time.
        }
        System.exit(code);
    }

    /** What is registered last runs first: the process then ends with the code that it had. */
    private static void skipDestructors() {
        try {
            NativeLibrary library = NativeLibrary.getInstance("c");
            library.getFunction("on_exit")
                    .invoke(new Object[] {library.getFunction("_exit"), null});
        } catch (LinkageError e) {
            // another C library, or none that JNA can call
        }
    }
}
