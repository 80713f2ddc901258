package io.github.pevl.internal.batch;

import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Masking;
import io.github.pevl.data.Sample;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes items of samples. Thread-safe.
 *
 * @param tokenizer of the texts
 * @param imageSide side of the network's images, pixels
 * @param augmentation of images
 * @param textsPerImage texts of an item
 */
record ItemMaker(
        TextTokenizer tokenizer, int imageSide, Augmentation augmentation, int textsPerImage) {

    /**
     * Makes an item.
     *
     * @param available samples of one image
     * @param random source of all random choices
     * @throws IOException if the image cannot be read; the message names it
     */
    Item make(List<Sample> available, Masking masking, SplittableRandom random) throws IOException {
        List<Sample> samples = choose(available, random);
        Path file = samples.get(0).image();
        RgbImage image = RgbImage.of(samples.get(0).open());
        CropTransform crop = augmentation.draw(image.width(), image.height(), samples, random);
        RgbImage changed = augmentation.apply(image, crop, imageSide, random);
        List<MaskedText> texts = new ArrayList<>();
        for (Sample sample : samples) {
            try {
                texts.add(tokenizer.encode(sample.write(crop, random), masking.of(sample), random));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "A sentence about %s: %s".formatted(file, e.getMessage()), e);
            }
        }
        return new Item(ImageProcessor.normalise(changed), texts);
    }

    /** Draws different samples while there are enough, then repeats them. */
    private List<Sample> choose(List<Sample> available, SplittableRandom random) {
        int[] order = shuffled(available.size(), random);
        List<Sample> chosen = new ArrayList<>();
        for (int i = 0; i < textsPerImage; i++) {
            chosen.add(available.get(order[i % order.length]));
        }
        return chosen;
    }

    /** The numbers 0 to below {@code count} in random order. */
    static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
