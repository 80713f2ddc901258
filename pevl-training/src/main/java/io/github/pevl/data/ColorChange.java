package io.github.pevl.data;

import io.github.pevl.image.RgbPicture;
import java.util.SplittableRandom;

/**
 * The operations of random augmentation that leave every pixel in its place (RandAugment as in the
 * original's dataset/randaugment.py), on bytes 0 to 255.
 */
public enum ColorChange {
    /** Nothing. */
    IDENTITY;

    static RgbPicture some(RgbPicture picture, SplittableRandom random) {
        return picture;
    }
}
