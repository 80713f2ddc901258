package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Boxes become the original's words, and words its boxes. */
class BoxesTest {

    @Test
    void promptsAreThoseOfTheOriginal() {
        assertThat(Golden.json("data/box_prompts.json").getAsJsonArray())
                .isNotEmpty()
                .allSatisfy(
                        element -> {
                            JsonObject entry = element.getAsJsonObject();
                            assertThat(prompt(entry, PositionTokens::encodeVisible))
                                    .isEqualTo(entry.get("grounding").getAsString());
                            assertThat(prompt(entry, BoxesTest::clamped))
                                    .isEqualTo(entry.get("vcr").getAsString())
                                    .isEqualTo(entry.get("vrd").getAsString());
                        });
    }

    @Test
    void overlapsAreThoseOfTheOriginal() {
        assertThat(Golden.json("data/iou.json").getAsJsonArray())
                .isNotEmpty()
                .allSatisfy(
                        element -> {
                            JsonObject entry = element.getAsJsonObject();
                            PixelArea a = area(entry.getAsJsonArray("a"));
                            PixelArea b = area(entry.getAsJsonArray("b"));
                            double iou = entry.get("iou").getAsDouble();
                            assertThat(a.iou(b)).as("%s, %s", a, b).isEqualTo(iou, within(1e-15));
                            assertThat(b.iou(a)).as("%s, %s", b, a).isEqualTo(iou, within(1e-15));
                        });
    }

    /** The best positions of the golden answers, read back as boxes. */
    @Test
    void answersAreThoseOfTheOriginal() {
        JsonObject golden = Golden.json("model/rec.json").getAsJsonObject();
        JsonArray sizes = golden.getAsJsonArray("width_height");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits =
                    array(Golden.arrays(manager, "model/tensors.npz"), "rec_position_logits");
            long[] best =
                    logits.reshape(new Shape(-1, PositionTokens.BINS)).argMax(1).toLongArray();
            assertThat(best).hasSize(sizes.size() * PositionTokens.PER_BOX);
            for (int i = 0; i < sizes.size(); i++) {
                JsonArray size = sizes.get(i).getAsJsonArray();
                int at = i * PositionTokens.PER_BOX;
                BoxBins bins =
                        new BoxBins(
                                (int) best[at],
                                (int) best[at + 1],
                                (int) best[at + 2],
                                (int) best[at + 3]);
                assertThat(
                                PositionTokens.decode(
                                        bins, size.get(0).getAsInt(), size.get(1).getAsInt()))
                        .isEqualTo(
                                area(golden.getAsJsonArray("boxes_xywh").get(i).getAsJsonArray()));
            }
        }
    }

    private static NDArray array(NDList arrays, String name) {
        return arrays.stream().filter(a -> name.equals(a.getName())).findFirst().orElseThrow();
    }

    private interface Encoding {
        Optional<BoxBins> of(Box box, int width, int height);
    }

    private static Optional<BoxBins> clamped(Box box, int width, int height) {
        return Optional.of(PositionTokens.encodeClamped(box, width, height));
    }

    private static String prompt(JsonObject entry, Encoding encoding) {
        double[] corners = numbers(entry.getAsJsonArray("box"));
        Box box = new Box(corners[0], corners[1], corners[2], corners[3]);
        int width = entry.get("width").getAsInt();
        int height = entry.get("height").getAsInt();
        return entry.get("name").getAsString()
                + encoding.of(box, width, height).map(PositionTokens::wordsAsPublished).orElse("");
    }

    private static PixelArea area(JsonArray xywh) {
        double[] numbers = numbers(xywh);
        return new PixelArea(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private static double[] numbers(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}
