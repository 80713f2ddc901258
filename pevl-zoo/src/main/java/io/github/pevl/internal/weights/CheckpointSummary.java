package io.github.pevl.internal.weights;

import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorInfo;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.util.Count;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a weights file holds, read without its values.
 *
 * @param tensors its tensors, in the file's order
 * @param guess what the file is, one line or more
 * @param notes what else it holds
 */
public record CheckpointSummary(
        List<TensorInfo> tensors, List<String> guess, Map<String, String> notes) {

    /** Copies the lists. */
    public CheckpointSummary {
        tensors = List.copyOf(tensors);
        guess = List.copyOf(guess);
        notes = Map.copyOf(notes);
    }

    /**
     * Describes a file.
     *
     * @throws IOException if it is not a weights file, is damaged, or asks for anything but tensors
     */
    public static CheckpointSummary of(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            List<TensorInfo> tensors = checkpoint.names().stream().map(checkpoint::info).toList();
            return new CheckpointSummary(tensors, guess(checkpoint), checkpoint.notes());
        }
    }

    /** The bytes of all tensors; shared storage counts once for each tensor. */
    public long bytes() {
        return tensors.stream().mapToLong(TensorInfo::bytes).sum();
    }

    private static List<String> guess(Checkpoint checkpoint) {
        List<String> lines = new ArrayList<>();
        lines.add("format        " + checkpoint.format());
        try {
            PevlConfig sizes = CheckpointSizes.of(checkpoint);
            ImportReport report = new WeightPlan(new PevlBlock(sizes), checkpoint).report();
            boolean visionOnly = new WeightNames(checkpoint).isVisionOnly();
            lines.add("kind          " + kind(visionOnly, report));
            lines.add("image side    " + Count.of(sizes.imageSide(), "pixel"));
            lines.add(
                    "vision        width %d, %s, %s"
                            .formatted(
                                    sizes.visionWidth(),
                                    Count.of(sizes.visionDepth(), "layer"),
                                    Count.of(sizes.visionHeads(), "head")));
            if (!visionOnly) {
                lines.add(
                        "text          width %d, %s, the image from layer %d on, %s, %s"
                                .formatted(
                                        sizes.textWidth(),
                                        Count.of(sizes.textDepth(), "layer"),
                                        sizes.fusionLayer(),
                                        Count.of(sizes.textHeads(), "head"),
                                        Count.of(sizes.vocabularySize(), "word")));
            }
            lines.addAll(report.summary().lines().map(CheckpointSummary::aligned).toList());
        } catch (IOException e) {
            String place = checkpoint.place();
            lines.add(
                    "place         "
                            + (place.isEmpty() ? "the root" : "under '%s'".formatted(place)));
            lines.add("kind          unknown: " + e.getMessage());
        }
        return lines;
    }

    private static String kind(boolean visionOnly, ImportReport report) {
        if (visionOnly) {
            return "DeiT, a visual encoder alone; training can start from it";
        }
        long twins = report.unused().keySet().stream().filter(n -> n.contains("_m.")).count();
        return "PEVL or ALBEF, which have the same names, %s momentum twins"
                .formatted(twins == 0 ? "without" : "with");
    }

    private static String aligned(String line) {
        int at = line.indexOf(' ');
        return "%-14s%s".formatted(line.substring(0, at), line.substring(at).strip());
    }
}
