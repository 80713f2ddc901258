package io.github.pevl.run;

import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.json.RecordJson;
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
 * Where a run is, kept beside its arrays. Epoch, place in the data and learning rate follow from
 * the step, and so does all chance: it is drawn anew in each step from the seed and the step.
 *
 * @param step steps done
 * @param best the metric of the best model so far; -1 before the first evaluation
 * @param smoothLoss the loss of the last hundred steps or so
 * @param elapsedSeconds that the run has taken
 * @param files the large files of the state
 */
record RunState(
        long step, double best, double smoothLoss, double elapsedSeconds, List<Part> files) {

    /** The file. */
    static final String FILE = "state.json";

    /** Twins, queues and moments. */
    static final String ARRAYS = "state.safetensors";

    /**
     * A file of the state.
     *
     * @param name in the state's folder
     * @param crc32 of its content
     */
    record Part(String name, long crc32) {}

    /** Writes the state into a folder that has its files. */
    void write(Path folder) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String name : List.of(ModelFolder.WEIGHTS, ARRAYS)) {
            parts.add(new Part(name, crc32(folder.resolve(name))));
        }
        RunState whole = new RunState(step, best, smoothLoss, elapsedSeconds, parts);
        Files.writeString(folder.resolve(FILE), RecordJson.write(whole));
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

    private static IOException damaged(Path file, String what) {
        return new IOException(
                "%s %s, so that the run cannot go on from there. Begin a new one with --start and its best model."
                        .formatted(file, what));
    }

    /** The arrays of a folder's state. */
    static Checkpoint arrays(Path folder) throws IOException {
        return Checkpoint.open(folder.resolve(ARRAYS));
    }

    private static long crc32(Path file) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                // the stream adds up
            }
        }
        return sum.getValue();
    }
}
