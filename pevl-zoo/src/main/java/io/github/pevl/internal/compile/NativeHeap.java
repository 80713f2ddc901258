package io.github.pevl.internal.compile;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;

/**
 * The heap of the C library, which PyTorch's tensors lie in. {@code -Dpevl.mallopt=false} leaves
 * its settings as they are.
 */
public final class NativeHeap {

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
     * Has the allocator keep freed memory, some tens of megabytes for each computing thread, for
     * reuse. Otherwise the arrays of each layer are returned to the system and requested again,
     * page by page. Applies to the whole process; changes nothing if the environment sets one of
     * these, or {@value #PROPERTY} is {@code false}. Needs the GNU C library; does nothing with
     * others.
     */
    public static void keep() {
        boolean off = "false".equalsIgnoreCase(System.getProperty(PROPERTY));
        if (off || SETTINGS.stream().anyMatch(System.getenv()::containsKey)) {
            return;
        }
        try {
            GnuLibrary library = Native.load("c", GnuLibrary.class);
            library.mallopt(GnuLibrary.M_MMAP_THRESHOLD, 16 * MEBIBYTE);
            library.mallopt(GnuLibrary.M_TRIM_THRESHOLD, 32 * MEBIBYTE);
            // A thread's heap has blocks of 64 MiB. The last is released when it is empty, unless
            // this
            // is set; with 64 no block would ever be released.
            library.mallopt(GnuLibrary.M_TOP_PAD, 16 * MEBIBYTE);
        } catch (LinkageError e) {
            // another C library, or none that JNA can call
        }
    }

    /**
     * Returns free blocks between used ones to the system. That takes some milliseconds, in which
     * other threads may wait. Needs the GNU C library; does nothing with others.
     */
    static void trim() {
        try {
            Native.load("c", GnuLibrary.class).malloc_trim(0);
        } catch (LinkageError e) {
            // as above
        }
    }

    /** The part of {@code malloc.h} that is used; names are C's. */
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
