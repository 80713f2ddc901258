package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server sends becomes fields and an image, or an error that says what is wrong. */
class RequestJsonTest {

    private static final RequestLimits LIMITS =
            new RequestLimits(300_000, 2_000, 1_000_000, 100, 10, 10, 10, 10, 100, 10);
    private static final ServedImages IMAGES =
            new ServedImages(
                    LIMITS,
                    new ImageUrls(AllowedHosts.of(List.of()), 2_000, ImageUrls.Timeouts.DEFAULT));

    private static byte[] png(int width) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        Image image =
                ImageFactory.getInstance()
                        .fromImage(new BufferedImage(width, 3, BufferedImage.TYPE_INT_RGB));
        image.save(png, "png");
        return png.toByteArray();
    }

    private static RequestJson read(String json) {
        Input input = new Input();
        input.add("data", json);
        return RequestJson.of(input, IMAGES);
    }

    private static void refused(String json, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .contains(parts)
                                        .hasSizeLessThan(400)
                                        .doesNotContain("\n", "setStrictness", "LENIENT"));
    }

    private static int width(String source) throws IOException {
        return read("{\"image\": \"%s\"}".formatted(source)).image().getWidth();
    }

    /** DJL Serving puts the URL's entries before the body; other servers put them behind. */
    @Test
    void entriesOfTheUrlAddFieldsToTheBody() {
        for (boolean before : new boolean[] {true, false}) {
            Input input = new Input();
            if (!before) {
                input.add("data", "{\"text\": \"a\", \"alternatives\": 2}");
            }
            input.add("most", "3");
            input.add("text", "b");
            if (before) {
                input.add("data", "{\"text\": \"a\", \"alternatives\": 2}");
            }
            RequestJson json = RequestJson.of(input, IMAGES);
            assertThat(json.text("text")).isEqualTo("a");
            assertThat(json.number("most", 1)).isEqualTo(3);
            assertThat(json.number("alternatives", 1)).isEqualTo(2);
        }
    }

    /** As forms send it, whose fields are all texts. */
    @Test
    void imagesAsPartsOfText() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(png(5));
        for (String text : List.of(base64, "data:image/png;base64," + base64)) {
            Input parts = new Input();
            parts.add("image", text);
            assertThat(RequestJson.of(parts, IMAGES).image().getWidth()).isEqualTo(5);
        }
    }

    @Test
    void pixelsAreCountedBeforeTheyAreDecoded() throws Exception {
        RequestLimits few = new RequestLimits(9_999, 9_999, 15, 1, 1, 1, 1, 1, 1, 1);
        ServedImages images =
                new ServedImages(
                        few,
                        new ImageUrls(AllowedHosts.of(List.of()), 9, ImageUrls.Timeouts.DEFAULT));
        assertThat(images.read(png(5), false).getWidth()).isEqualTo(5);
        byte[] larger = png(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.read(larger, false))
                .withMessageContaining("18 pixels")
                .withMessageContaining("maxPixels");
    }

    @Test
    void imagesComeInEveryForm() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(png(5));
        String lines = Base64.getMimeEncoder().encodeToString(png(5)).replace("\r\n", "\\r\\n");
        assertThat(width(base64)).isEqualTo(5);
        assertThat(width(lines)).isEqualTo(5);
        assertThat(width("data:image/png;base64," + base64)).isEqualTo(5);
        assertThat(width("DATA:;Base64," + base64)).isEqualTo(5);
        assertThat(read("{\"image_url\": \"%s\"}".formatted(base64)).image().getWidth())
                .isEqualTo(5);
        Input parts = new Input();
        parts.add("image", png(6));
        parts.add("data", "{\"image\": \"%s\"}".formatted(base64));
        assertThat(RequestJson.of(parts, IMAGES).image().getWidth()).isEqualTo(6);
    }

    @Test
    void whatIsNoImageIsRefused() throws Exception {
        for (String source :
                List.of(
                        "/etc/passwd",
                        "file:///etc/passwd",
                        "docs/scene.png",
                        "",
                        "data:image/png,abc",
                        "data:",
                        "jar:file:///x!/y",
                        "ftp://127.0.0.1/x",
                        "http://127.0.0.1/x",
                        "HTTPS://127.0.0.1/x",
                        "QUJD")) {
            assertThatIllegalArgumentException()
                    .as(source)
                    .isThrownBy(() -> width(source))
                    .withMessageContaining("image");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> width("QUJD".repeat(1_000)))
                .withMessageContaining("image has 3000 bytes")
                .withMessageContaining("maxImageBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{}").image())
                .withMessageContaining("no image");
    }

    @Test
    void fieldsMayBePartsOfTheirOwn() {
        Input parts = new Input();
        parts.add("caption", "a [red] cup");
        parts.add("phrases", "[\"red\", [0, 3]]");
        parts.add("together", "false");
        parts.add("alternatives", "3");
        RequestJson json = RequestJson.of(parts, IMAGES);
        assertThat(json.text("caption")).isEqualTo("a [red] cup");
        assertThat(json.list("phrases", "spans", JsonElement::isJsonArray))
                .containsExactly(false, true);
        assertThat(json.flag("together", true)).isFalse();
        assertThat(json.number("alternatives", 1)).isEqualTo(3);
        parts.add("caption", "again");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestJson.of(parts, IMAGES))
                .withMessageContaining("\"caption\" twice");
    }

    @Test
    void aMissingFieldIsNamedBesideThoseThatAreThere() throws Exception {
        Input parts = new Input();
        parts.add("image", png(5));
        parts.add("expressions", "a square");
        for (Task<?, ?> task : List.of(Tasks.GROUNDING, Tasks.FILL)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task.parse(RequestJson.of(parts, IMAGES)))
                    .withMessage(
                            "The field \"text\" is null; it must be a text."
                                    + " The request has \"image\", \"expressions\".");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tasks.GROUNDING.parse(read("{\"text\": null}")))
                .withMessageEndingWith("The request has no field.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tasks.GROUNDING.parse(read("{\"candidate_labels\": []}")))
                .withMessageContaining("The field \"text\" is null");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Tasks.ANSWERS.parse(
                                        read("{\"%s\": 1, \"b\": 1}".formatted("x".repeat(9_000)))))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void whatStandsBesideAnObjectIsNotRead() {
        Input parts = new Input();
        parts.add("data", "{\"text\": \"a\"}");
        parts.add("text", "b");
        assertThat(RequestJson.of(parts, IMAGES).text("text")).isEqualTo("a");
    }

    @Test
    void damagedBodiesAreRefused() {
        refused("", "not a JSON object");
        refused("[1]", "not a JSON object");
        refused("{\"a\": 1", "not JSON", "$.a");
        refused("{'a': 1}", "not JSON");
        refused("{\"a\": NaN}", "not JSON");
        refused("{\"a\": 1} x", "not JSON");
        refused("{\"a\": 1,}", "not JSON");
        refused("{\"a\": 1, \"a\": 2}", "\"a\" twice");
        refused("{\"a\": " + "[".repeat(50_000), "nested more than 16 deep");
        refused("{\"a\": [" + "0,".repeat(99_999) + "{}]}", "more than 100000 values");
        refused("{\"a\": 1" + "2".repeat(99) + "}", "no number");
        refused("{\"a\": 1e99999999999}", "1e99999999999", "no number");
        refused("{\"a\": \"" + "x".repeat(300_000) + "\"}", "maxBodyBytes");
        Input input = new Input();
        input.add("data", "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestJson.of(input, IMAGES))
                .withMessageContaining("UTF-8");
    }

    @Test
    void numbersOfAnySizeAreReadOrRefused() {
        for (String huge : List.of("1e999999999", "1.5", "1e10")) {
            assertThatIllegalArgumentException()
                    .as(huge)
                    .isThrownBy(() -> read("{\"most\": %s}".formatted(huge)).number("most", 1))
                    .withMessageContaining("whole number");
        }
        assertThat(read("{\"most\": 3e0}").number("most", 1)).isEqualTo(3);
        JsonArray corners =
                read("{\"box\": [0, 1, 2.5, 1e999999999]}").fields().getAsJsonArray("box");
        assertThatIllegalArgumentException().isThrownBy(() -> RequestJson.asBox(corners));
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertThat(read("\ufeff {\"text\": \"a\"}").text("text")).isEqualTo("a");
    }
}
