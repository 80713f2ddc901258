package io.github.pevl.compile;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The heap of the C library, which PyTorch's tensors lie in. */
final class NativeHeap {

    private NativeHeap() {}

    /**
     * Gives pieces that were freed between others back to the system. That takes some milliseconds,
     * in which other threads may have to wait. The GNU library can; with others nothing is done.
     */
    static void trim() {
        try {
            Native.load("c", GnuLibrary.class).malloc_trim(0);
        } catch (LinkageError e) {
            // another C library, or none that JNA can call
        }
    }

    /** {@code malloc.h}; its names are C's. */
    interface GnuLibrary extends Library {

        /** Leaves {@code pad} bytes at the end; returns 1 if anything was given back. */
        int malloc_trim(long pad);
    }
}
