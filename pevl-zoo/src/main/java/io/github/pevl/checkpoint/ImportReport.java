package io.github.pevl.checkpoint;

import io.github.pevl.internal.util.Count;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a checkpoint's tensors.
 *
 * @param loaded parameters that got their values, the resized among them
 * @param resized parameters whose values were fitted to another shape, and how
 * @param missing parameters that the checkpoint lacks and that may be missing; they keep first
 *     values
 * @param unused tensors of the checkpoint that are not part of the network, and why
 * @param place where in the file the tensors lie: keys joined by dots, such as {@code model}; empty
 *     if they are the file's own entries
 * @param prefix what was taken off the names, such as {@code module.}; empty if nothing was
 */
public record ImportReport(
        List<String> loaded,
        Map<String, String> resized,
        List<String> missing,
        Map<String, String> unused,
        String place,
        String prefix) {

    /** Where PEVL and ALBEF save the tensors. */
    private static final String USUAL = "model";

    /** Copies the lists. */
    public ImportReport {
        loaded = List.copyOf(loaded);
        resized = Collections.unmodifiableMap(new LinkedHashMap<>(resized));
        missing = List.copyOf(missing);
        unused = Collections.unmodifiableMap(new LinkedHashMap<>(unused));
    }

    /** Lines that say where the tensors were found, if not as PEVL and ALBEF save them. */
    public String whereFound() {
        boolean usual = place.isEmpty() || place.equals(USUAL);
        return (usual ? "" : "place    under '%s'%n".formatted(place))
                + (prefix.isEmpty() ? "" : "prefix   %s taken off the names%n".formatted(prefix));
    }

    /** A few lines for people: how many of each, and what was resized, missing or unknown. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        text.append("loaded   %s%n".formatted(Count.of(loaded.size(), "parameter")));
        text.append(whereFound());
        resized.forEach((name, how) -> text.append("resized  %s, %s%n".formatted(name, how)));
        if (!missing.isEmpty()) {
            text.append(
                    "missing  %s, first %s; initial values are kept%n"
                            .formatted(Count.of(missing.size(), "parameter"), missing.get(0)));
        }
        Map<String, Integer> reasons = new TreeMap<>();
        unused.values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        reasons.forEach((reason, n) -> text.append("unused   %d: %s%n".formatted(n, reason)));
        return text.toString();
    }
}
