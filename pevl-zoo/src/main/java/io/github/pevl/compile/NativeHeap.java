package io.github.pevl.compile;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The heap of the C library, which PyTorch's tensors lie in. */
final class NativeHeap {

    private static final int KEPT = 64 << 20;

    private NativeHeap() {}

    /**
     * Keeps what is freed for the next arrays, up to 64 MB. Else every layer's arrays are given
     * back and asked for anew, page by page. The GNU library can; where the environment sets {@code
     * MALLOC_TRIM_THRESHOLD_}, that stays.
     */
    static void keep() {
        if (System.getenv("MALLOC_TRIM_THRESHOLD_") != null) {
            return;
        }
        try {
            GnuLibrary library = Native.load("c", GnuLibrary.class);
            library.mallopt(GnuLibrary.M_MMAP_THRESHOLD, KEPT / 2); // the most that it takes
            library.mallopt(GnuLibrary.M_TRIM_THRESHOLD, KEPT);
            library.mallopt(GnuLibrary.M_TOP_PAD, KEPT); // or a thread's last piece of heap goes
        } catch (LinkageError e) {
            // as below
        }
    }

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

        int M_TRIM_THRESHOLD = -1;
        int M_TOP_PAD = -2;
        int M_MMAP_THRESHOLD = -3;

        /** Sets one of the above to {@code value} bytes; returns 1 if it could. */
        int mallopt(int parameter, int value);

        /** Leaves {@code pad} bytes at the end; returns 1 if anything was given back. */
        int malloc_trim(long pad);
    }
}
