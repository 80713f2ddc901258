package io.github.pevl.internal.presence;

import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.request.GroundingResult.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a model's matching score becomes the probability that an expression means something: the
 * logistic function of {@code scale * score + bias} (Platt scaling), where the score is "yes" minus
 * "no" before softmax. {@value #FILE} of a model folder has it.
 *
 * @param scale factor of the score, above 0
 * @param bias what is added then
 * @param threshold the least probability of what counts as found, 0 to 1
 * @param expressions number of validation expressions
 * @param curve what other thresholds would give
 */
public record PresenceCalibration(
        double scale, double bias, double threshold, int expressions, List<Point> curve) {

    /** The name of the file in a model's folder. */
    public static final String FILE = "presence.json";

    /**
     * What a threshold gives on the validation data.
     *
     * @param threshold a probability
     * @param found share of the expressions that mean something and count as found
     * @param notFound share of the others, which count as not found
     */
    public record Point(double threshold, double found, double notFound) {}

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number, its value and what is allowed
     */
    public PresenceCalibration {
        require("scale", scale, scale > 0 && Double.isFinite(scale), "above 0");
        require("bias", bias, Double.isFinite(bias), "a number");
        require("threshold", threshold, threshold >= 0 && threshold <= 1, "0 to 1");
        require("expressions", expressions, expressions >= 1, "1 or more");
        curve = List.copyOf(curve);
    }

    private static void require(String name, double value, boolean right, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be %s. Let 'pevl calibrate' write the file."
                            .formatted(name, value, allowed));
        }
    }

    /**
     * Reads the calibration of a model folder.
     *
     * @return empty if the folder has none
     * @throws IOException naming the file, if it is not such a file
     */
    public static Optional<PresenceCalibration> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.isRegularFile(file)
                ? Optional.of(RecordJson.read(file, PresenceCalibration.class))
                : Optional.empty();
    }

    /**
     * Writes the calibration into a model folder; a file that is there is replaced at once.
     *
     * @throws IOException if it cannot be written; then nothing changes
     */
    public void write(Path folder) throws IOException {
        // Not a temporary file of the system, which only its owner may read.
        Path draft = folder.resolve("." + FILE + "-" + UUID.randomUUID());
        try {
            Files.writeString(draft, RecordJson.write(this));
            Files.move(draft, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** What a matching score says; without calibration its bare probability. */
    public static Presence presence(@Nullable PresenceCalibration by, double score) {
        return by == null
                ? new Presence(logistic(score), null)
                : new Presence(by.probability(score), by.threshold);
    }

    /**
     * The probability that an expression means something.
     *
     * @param score of the matching head: "yes" minus "no" before softmax
     */
    public double probability(double score) {
        return logistic(scale * score + bias);
    }

    private static double logistic(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
