package io.github.pevl.zoo;

import java.util.List;

/**
 * What became of a checkpoint's tensors.
 *
 * @param loaded parameters that got their values
 * @param missing parameters that the checkpoint lacks and that may be missing; they keep first
 *     values
 * @param unused tensors of the checkpoint that the network does not have, such as momentum twins
 */
public record ImportReport(List<String> loaded, List<String> missing, List<String> unused) {

    /** Copies the lists. */
    public ImportReport {
        loaded = List.copyOf(loaded);
        missing = List.copyOf(missing);
        unused = List.copyOf(unused);
    }
}
