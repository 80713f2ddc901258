package io.github.pevl.run;

import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * How far a run is, stored beside its arrays. Epoch, position in the data, learning rate and random
 * numbers follow from the seed and the step, so they are not stored.
 *
 * @param step steps taken
 * @param best metric of the best model so far; -1 before the first evaluation
 * @param smoothLoss moving average of the loss, over about a hundred steps
 * @param elapsedSeconds duration of the run so far
 * @param files the large files of the state
 */
record RunState(
        long step, double best, double smoothLoss, double elapsedSeconds, List<Part> files) {

    static final String FILE = "state.json";

    /** The file of momentum encoder, queues and the optimiser's moments. */
    static final String ARRAYS = "state.safetensors";

    /** The state before the first step. */
    static final RunState START = new RunState(0, -1, 0, 0, List.of());

    private static final int SMOOTHING_STEPS = 100;

    /**
     * A file of the state.
     *
     * @param name in the folder of the state
     * @param crc32 of its content
     */
    record Part(String name, long crc32) {}

    /** The state after one more step. */
    RunState after(double loss, double elapsed) {
        long taken = step + 1;
        double change = (loss - smoothLoss) / Math.min(taken, SMOOTHING_STEPS);
        return new RunState(taken, best, smoothLoss + change, elapsed, List.of());
    }

    /** The state after an evaluation found a better model. */
    RunState withBest(double metric, double elapsed) {
        return new RunState(step, metric, smoothLoss, elapsed, List.of());
    }

    /** Writes the state into a folder that has its files. */
    void write(Path folder) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String name : List.of(ModelFolder.WEIGHTS, ARRAYS)) {
            if (Files.exists(folder.resolve(name))) {
                parts.add(new Part(name, crc32(folder.resolve(name))));
            }
        }
        RunState whole = new RunState(step, best, smoothLoss, elapsedSeconds, parts);
        RecordJson.save(folder.resolve(FILE), whole);
    }

    /**
     * Checks that the files are what was written.
     *
     * @throws IOException naming one that is damaged
     */
    void check(Path folder) throws IOException {
        for (Part part : files) {
            Path file = folder.resolve(part.name());
            long found;
            try {
                found = crc32(file);
            } catch (NoSuchFileException e) {
                throw damaged(file, "is missing");
            }
            if (found != part.crc32()) {
                throw damaged(file, "is not what the run wrote");
            }
        }
    }

    /** Whether there are arrays besides the network's. */
    boolean hasArrays() {
        return files.stream().anyMatch(part -> part.name().equals(ARRAYS));
    }

    private static IOException damaged(Path file, String what) {
        return new IOException(
                "%s %s, so the run cannot resume from there. Start a new one with --start and its best model."
                        .formatted(file, what));
    }

    private static long crc32(Path file) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                // the stream computes the checksum
            }
        }
        return sum.getValue();
    }
}
