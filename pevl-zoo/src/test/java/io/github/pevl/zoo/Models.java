package io.github.pevl.zoo;

import ai.djl.ModelException;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The small model of the jar, and images to ask it about. */
final class Models {

    static final List<String> FILES =
            List.of("config.json", "vocab.txt", "model.safetensors", "serving.properties");

    private Models() {}

    static Criteria.Builder<GroundingRequest, GroundingResult> criteria() {
        return Criteria.builder().setTypes(GroundingRequest.class, GroundingResult.class);
    }

    static ZooModel<GroundingRequest, GroundingResult> scenes() throws IOException, ModelException {
        return criteria().optModelUrls("pevl://pevl-scenes").build().loadModel();
    }

    /** The folder in the cache that the small model is loaded from. */
    static Path cached() throws IOException {
        EntryRepository repository = new EntryRepository("pevl-scenes");
        MRL mrl = repository.resource();
        Artifact artifact = mrl.getDefaultArtifact();
        repository.prepare(artifact, null);
        return repository.getResourceDirectory(artifact);
    }

    /** Copies the small model into a folder. */
    static Path copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : FILES) {
            Files.copy(cached().resolve(file), folder.resolve(file));
        }
        return folder;
    }

    /** A model folder by its path, as DJL opens folders. */
    static Criteria<GroundingRequest, GroundingResult> byPath(Path folder) {
        return criteria()
                .optModelPath(folder)
                .optTranslatorFactory(new PevlTranslatorFactory())
                .build();
    }

    /** A model folder by its URL. */
    static Criteria<GroundingRequest, GroundingResult> byUrl(Path folder) {
        return criteria().optModelUrls(url(folder)).build();
    }

    static String url(Path folder) {
        return "pevl://" + folder.toUri().getRawPath();
    }

    /** An image of noise, the same for the same seed and size. */
    static Image noise(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return ImageFactory.getInstance().fromImage(image);
    }
}
