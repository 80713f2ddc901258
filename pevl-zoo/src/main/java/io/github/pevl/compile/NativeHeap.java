package io.github.pevl.compile;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;

/**
 * The heap of the C library, which PyTorch's tensors lie in. {@code -Dpevl.mallopt=false} leaves
 * its settings as they are.
 */
final class NativeHeap {

    /** The system property that is {@code false} to change no setting of the allocator. */
    static final String PROPERTY = "pevl.mallopt";

    private static final int MEBIBYTE = 1 << 20;

    /** Where users say what is given back, and when. */
    private static final List<String> SETTINGS =
            List.of(
                    "GLIBC_TUNABLES",
                    "MALLOC_MMAP_THRESHOLD_",
                    "MALLOC_TOP_PAD_",
                    "MALLOC_TRIM_THRESHOLD_");

    private NativeHeap() {}

    /**
     * Keeps what is freed, some tens of megabytes for each thread that computes, to be used again.
     * Else the arrays of layer after layer are given back and asked for anew, page by page, more so
     * the more kinds of requests there were. Holds for the whole process; if the environment has a
     * setting of these, or {@value #PROPERTY} is {@code false}, nothing is changed. The GNU library
     * can; with others nothing is done.
     */
    static void keep() {
        boolean off = "false".equalsIgnoreCase(System.getProperty(PROPERTY));
        if (off || SETTINGS.stream().anyMatch(System.getenv()::containsKey)) {
            return;
        }
        try {
            GnuLibrary library = Native.load("c", GnuLibrary.class);
            library.mallopt(GnuLibrary.M_MMAP_THRESHOLD, 16 * MEBIBYTE);
            library.mallopt(GnuLibrary.M_TRIM_THRESHOLD, 32 * MEBIBYTE);
            // A thread's heap has pieces of 64 MiB. The last goes whenever it is empty, unless this
            // is set; with 64 no piece would ever go.
            library.mallopt(GnuLibrary.M_TOP_PAD, 16 * MEBIBYTE);
        } catch (LinkageError e) {
            // another C library, or none that JNA can call
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
            // as above
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
