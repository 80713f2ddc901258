package io.github.pevl.it;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What loading a model folder costs: peak resident memory against the bytes of the weights, and
 * time against reading the weights' file once. To be run in a JVM of its own.
 */
final class LoadingCost {

    private LoadingCost() {}

    /**
     * Measures.
     *
     * @param args the model folder, and its file of weights
     */
    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        Path file = folder.resolve(args[1]);
        ai.djl.engine.Engine.getEngine("PyTorch"); // starting the engine is no loading
        read(file);
        double cat = read(file);
        long idle = peak();
        long begin = System.nanoTime();
        try (ZooModel<GroundingRequest, GroundingResult> model =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + folder.toUri().getRawPath())
                        .build()
                        .loadModel()) {
            double load = seconds(begin);
            say("loaded", peak(), idle, model);
            long sum = System.nanoTime();
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                parameter.getArray().max().close(); // a sum of bytes would make int64 of them
            }
            double touch = seconds(sum);
            say("all weights read", peak(), idle, model);
            try (Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
                Image image = ImageFactory.getInstance().fromFile(Path.of(args[2]));
                predictor.predict(new GroundingRequest(image, "the dog"));
            }
            say("after one grounding", peak(), idle, model);
            System.out.printf("idle JVM with engine: %d MB%n", idle >> 20);
            System.out.printf(
                    "file of %d MB read warm in %.2f s; loaded in %.2f s, ratio %.2f; every weight"
                            + " read %.2f s more, ratio %.2f%n",
                    Files.size(file) >> 20, cat, load, load / cat, touch, (load + touch) / cat);
        }
    }

    private static void say(String when, long peak, long idle, ZooModel<?, ?> model) {
        long weights =
                model.getBlock().getParameters().values().stream()
                        .mapToLong(
                                p ->
                                        p.getArray().size()
                                                * p.getArray().getDataType().getNumOfBytes())
                        .sum();
        System.out.printf(
                "%s: peak %d MB, weights %d MB, ratio %.3f; without the idle process %d MB, %.3f%n",
                when,
                peak >> 20,
                weights >> 20,
                (double) peak / weights,
                peak - idle >> 20,
                (double) (peak - idle) / weights);
    }

    private static double read(Path file) throws IOException {
        long begin = System.nanoTime();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(buffer.clear()) >= 0) {
                // Only the time counts.
            }
        }
        return seconds(begin);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The most memory that was ever resident, as Linux counts it. */
    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("/proc/self/status has no VmHWM");
    }
}
