package io.github.pevl.it;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A program that damages the files of a model folder, one at a time, and asks the model each time.
 * Arguments are the folder, an image, the number of damages to each file, and an empty folder. It
 * prints a line for each file, and ends with an error if anything but an answer or a refusal came.
 */
final class DamagedFolders {

    private DamagedFolders() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Image image = ImageProcessor.open(Path.of(args[1]));
        int damages = Integer.parseInt(args[2]);
        Path copy = Path.of(args[3]);
        List<String> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files =
                    listed.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList();
        }
        for (String file : files) {
            Files.copy(folder.resolve(file), copy.resolve(file));
        }
        for (String file : files) {
            byte[] whole = Files.readAllBytes(folder.resolve(file));
            int answered = 0;
            for (int seed = 0; seed < damages; seed++) {
                // What is printed last before a crash says what to repeat.
                System.err.printf("%s, seed %d%n", file, seed);
                damage(copy.resolve(file), whole, new Random(seed));
                answered += answers(copy, image) ? 1 : 0;
            }
            Files.write(copy.resolve(file), whole);
            System.out.printf(
                    "%s: %d damages, %d answered, %d refused%n",
                    file, damages, answered, damages - answered);
        }
        if (!answers(copy, image)) {
            throw new AssertionError("the folder is whole again, and does not answer");
        }
    }

    /** Removes, cuts, empties, overwrites, repeats, drops, or flips single bits. */
    private static void damage(Path file, byte[] whole, Random random) throws IOException {
        Files.deleteIfExists(file);
        int from = random.nextInt(whole.length);
        int length = 1 + random.nextInt(Math.min(whole.length - from, 1 << random.nextInt(12)));
        byte[] bytes = whole.clone();
        switch (random.nextInt(8)) {
            case 0 -> bytes = Arrays.copyOf(whole, from);
            case 1 -> bytes = Arrays.copyOf(whole, whole.length + length);
            case 2 -> Arrays.fill(bytes, from, from + length, (byte) 0);
            case 3 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, from, length);
            }
            case 4 -> bytes = joined(whole, 0, from + length, from, whole.length);
            case 5 -> bytes = joined(whole, 0, from, from + length, whole.length);
            case 6 -> {
                if (random.nextInt(10) == 0) {
                    return; // no file at all
                }
                bytes[from] ^= (byte) (1 << random.nextInt(8));
            }
            default -> bytes[random.nextInt(Math.min(64, whole.length))] ^= (byte) 0xff;
        }
        Files.write(file, bytes);
    }

    private static byte[] joined(byte[] whole, int from, int to, int then, int end) {
        byte[] bytes = new byte[to - from + end - then];
        System.arraycopy(whole, from, bytes, 0, to - from);
        System.arraycopy(whole, then, bytes, to - from, end - then);
        return bytes;
    }

    /** Whether a model answers; otherwise it refused. */
    private static boolean answers(Path folder, Image image) {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + folder.toUri().getRawPath())
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            predictor.predict(new GroundingRequest(image, "the purple circle"));
            return true;
        } catch (IOException
                | ModelNotFoundException
                | MalformedModelException
                | TranslateException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a refusal that says nothing", e);
            }
            return false;
        }
    }
}
