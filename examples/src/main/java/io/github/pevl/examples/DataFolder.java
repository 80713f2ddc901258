package io.github.pevl.examples;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.GroundingSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the data of a folder as {@code scenes} writes it, and checks that all of it is there. */
final class DataFolder {

    static final String TRAINING = "train.json";
    static final String EVALUATION = "eval.json";

    private DataFolder() {}

    /** Sentences with boxes, from {@value #TRAINING}. */
    static List<GroundingSample> training(Path folder) throws BadInput {
        return read(folder, TRAINING, AnnotationFormat.GROUNDING);
    }

    /** Expressions with one box each, from {@value #EVALUATION}. */
    static List<GroundingSample> evaluation(Path folder) throws BadInput {
        return read(folder, EVALUATION, AnnotationFormat.GROUNDING_EVALUATION);
    }

    private static List<GroundingSample> read(
            Path folder, String name, AnnotationFormat<GroundingSample> format) throws BadInput {
        Path json = folder.resolve(name);
        if (!Files.isRegularFile(json)) {
            String problem = Files.isDirectory(folder) ? "has no " + name : "is no folder";
            throw new BadInput(
                    "%s %s. A data folder holds %s, %s and the pictures; 'pevl scenes' makes one."
                            .formatted(folder, problem, TRAINING, EVALUATION));
        }
        List<GroundingSample> samples;
        try {
            samples = format.read(json, folder);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: %s".formatted(json, e.getMessage()), e);
        }
        if (samples.isEmpty()) {
            throw new BadInput(json + " lists nothing. It needs an entry for each expression.");
        }
        requirePictures(json, samples);
        return samples;
    }

    /** Better now than in the middle of the work. */
    private static void requirePictures(Path json, List<GroundingSample> samples) throws BadInput {
        Set<Path> pictures = new LinkedHashSet<>();
        samples.forEach(sample -> pictures.add(sample.picture()));
        List<Path> missing = pictures.stream().filter(p -> !Files.isRegularFile(p)).toList();
        if (!missing.isEmpty()) {
            throw new BadInput(
                    "%s names %d pictures of which %d are missing, the first is %s. Copy them there."
                            .formatted(json, pictures.size(), missing.size(), missing.get(0)));
        }
    }
}
