package io.github.pevl.internal.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.image.RgbImage;
import io.github.pevl.it.Golden;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The operations of random augmentation that are used, on the original's image. */
class ColorChangeGoldenTest {

    private static final String PREFIX = "augment_";

    private static final Map<String, ColorChange> CHANGES =
            Map.of(
                    "Identity", ColorChange.IDENTITY,
                    "AutoContrast", ColorChange.AUTO_CONTRAST,
                    "Equalize", ColorChange.EQUALIZE,
                    "Brightness", ColorChange.BRIGHTNESS,
                    "Sharpness", ColorChange.SHARPNESS);

    /** Bytes may differ by 2; they do not differ at all. */
    @Test
    void changesPixelsAsTheOriginal() throws IOException {
        RgbImage source = RgbImage.of(ImageProcessor.open(Golden.file("data/augment_source.png")));
        JsonObject arguments = Golden.json("data/augment_args.json").getAsJsonObject();
        Set<ColorChange> seen = EnumSet.noneOf(ColorChange.class);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList arrays = Golden.arrays(manager, "data/images.npz");
            for (NDArray expected : arrays) {
                String name = expected.getName();
                ColorChange change =
                        name.startsWith(PREFIX)
                                ? CHANGES.get(
                                        name.substring(PREFIX.length(), name.lastIndexOf('_')))
                                : null;
                if (change != null) {
                    seen.add(change);
                    double factor = factor(arguments, name.substring(PREFIX.length()));
                    assertThat(change.apply(source, factor).pixels())
                            .as(name)
                            .isEqualTo(expected.toByteArray());
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(ColorChange.values());
    }

    /** The argument of brightness and sharpness, which is ours for the same level. */
    private static double factor(JsonObject arguments, String name) {
        JsonElement given = arguments.has(name) ? arguments.get(name) : new JsonArray();
        if (given.getAsJsonArray().isEmpty()) {
            return 0; // unused
        }
        double factor = given.getAsJsonArray().get(0).getAsDouble();
        int level = Integer.parseInt(name.substring(name.indexOf("_level") + 6));
        assertThat(ColorChange.factor(level)).as(name).isCloseTo(factor, within(1e-9));
        return factor;
    }
}
