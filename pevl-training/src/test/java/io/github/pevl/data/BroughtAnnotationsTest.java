package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotation files as people have them: other sizes, other encodings, other fields. */
class BroughtAnnotationsTest {

    private static final RelationDictionary DICTIONARY =
            new RelationDictionary(List.of("man", "hat"), List.of("on"));

    @TempDir Path temp;

    private record Checked(AnnotationFormat.Check check, List<String> lines) {}

    private Checked check(AnnotationFormat<?> format, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        return new Checked(format.check(file, temp, lines::add), lines);
    }

    private Path write(Object json) throws IOException {
        return Files.writeString(temp.resolve("brought.json"), new Gson().toJson(json));
    }

    private void image(String name, int width, int height) throws IOException {
        ImageIO.write(
                new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB),
                "png",
                temp.resolve(name).toFile());
    }

    /** An entry that every format but MDETR's and VCR's reads. */
    private static Map<String, Object> entry(String file, int width, int height) {
        Map<String, Object> entry = new java.util.HashMap<>();
        entry.put("file_name", file);
        entry.put("width", width);
        entry.put("height", height);
        entry.put("caption", "a dog");
        entry.put("pseudo_caption", "a dog @@ [pos_1] [pos_2] [pos_3] [pos_4] ##");
        entry.put("question", "is it a dog");
        entry.put("answer", "yes");
        entry.put("tokens_positive", List.of(List.of(2, 5), List.of(2, 5)));
        entry.put("bbox", List.of(1, 2, 3, 4));
        entry.put("bbox_list", List.of(List.of(1, 2, 3, 4), List.of(1, 2, 4, 5)));
        entry.put("boxes", List.of(List.of(1, 2, 3, 4), List.of(1, 2, 4, 5)));
        entry.put("labels", List.of(1, 2));
        entry.put("gt_classes", List.of(1, 2));
        entry.put("rel_tri", List.of(0, 1, 1));
        entry.put("relations", List.of(List.of(0, 1, 1)));
        return entry;
    }

    private static Map<String, Object> choice(String file, int width, int height) {
        Map<String, Object> entry = entry(file, width, height);
        entry.put("names", List.of("man", "dog"));
        for (String sentence :
                List.of(
                        "question",
                        "right_answer",
                        "wrong_answer",
                        "right_rationale",
                        "wrong_rationale")) {
            entry.put(sentence, List.of("why", List.of(0)));
        }
        entry.put("answer_choices", List.of(List.of("a"), List.of("b")));
        entry.put("answer_label", 0);
        return entry;
    }

    private static Map<String, Object> mdetr(String file, int width, int height) {
        Map<String, Object> image = entry(file, width, height);
        image.put("id", 1);
        Map<String, Object> box = entry(file, width, height);
        box.put("image_id", 1);
        return Map.of("images", List.of(image), "annotations", List.of(box));
    }

    private static Map<AnnotationFormat<?>, Object> all(String file, int width, int height) {
        Object plain = List.of(entry(file, width, height));
        Object choice = List.of(choice(file, width, height));
        return Map.of(
                AnnotationFormat.GROUNDING,
                plain,
                AnnotationFormat.GROUNDING_EVALUATION,
                plain,
                AnnotationFormat.QUESTIONS,
                plain,
                AnnotationFormat.relations(DICTIONARY),
                plain,
                AnnotationFormat.relationsEvaluation(DICTIONARY),
                plain,
                AnnotationFormat.CHOICES,
                choice,
                AnnotationFormat.CHOICES_EVALUATION,
                choice,
                AnnotationFormat.MDETR,
                mdetr(file, width, height));
    }

    @Test
    void imagesOfAnotherSizeAreRemarkedInEveryFormat() throws IOException {
        image("a.png", 30, 40);
        for (var format : all("a.png", 60, 81).entrySet()) {
            Checked found = check(format.getKey(), write(format.getValue()));
            assertThat(found.lines()).as(format.getKey().name()).hasSize(1);
            assertThat(found.lines().get(0))
                    .contains(
                            "brought.json, line 1, ",
                            "remark: ",
                            "a.png is 30 x 40 pixels while 60 x 81 is annotated");
            assertThat(found.check().problems()).isZero();
            assertThat(found.check().remarks()).isEqualTo(1);
        }
        for (var format : all("a.png", 30, 40).entrySet()) {
            assertThat(check(format.getKey(), write(format.getValue())).lines()).isEmpty();
        }
        for (var format : all("a.png", 40, 30).entrySet()) {
            assertThat(check(format.getKey(), write(format.getValue())).lines().get(0))
                    .contains("width and height are exchanged");
        }
    }

    @Test
    void anImageIsRemarkedOnceForEachSize() throws IOException {
        image("a.png", 30, 40);
        Path file =
                write(
                        List.of(
                                entry("a.png", 60, 80),
                                entry("a.png", 60, 80),
                                entry("a.png", 90, 120)));
        assertThat(check(AnnotationFormat.GROUNDING, file).check().remarks()).isEqualTo(2);
    }

    @Test
    void theSecondNameOfAnEvaluationBoxIsRead() throws IOException {
        Map<String, Object> second = entry("a.png", 60, 80);
        second.put("gt_bbox", second.remove("bbox"));
        Map<String, Object> both = entry("a.png", 60, 80);
        both.put("gt_bbox", List.of(9, 9, 9, 9));
        List<GroundingSample> samples =
                AnnotationFormat.GROUNDING_EVALUATION.read(write(List.of(second, both)), temp);
        assertThat(samples)
                .extracting(sample -> sample.phraseBoxes().get(0).box())
                .containsExactly(new Box(1, 2, 4, 6), new Box(1, 2, 4, 6));
    }

    /** Against a statement of MDETR's own rule: xywh to corners, cut, keep what has an area. */
    @Test
    void drawnBoxesWithoutAreaAreLeftOutAsMdetrDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(19);
        double[] sides = {0, 1e-9, 3.5, 10, 40, -2};
        for (int i = 0; i < 200; i++) {
            int width = random.nextInt(20, 100);
            int height = random.nextInt(20, 100);
            List<Object> boxes = new ArrayList<>();
            int kept = 0;
            int count = random.nextInt(1, 5);
            for (int j = 0; j < count; j++) {
                double x = random.nextInt(4) == 0 ? width : random.nextInt(width);
                double y = random.nextInt(4) == 0 ? 0 : random.nextInt(height) + 0.25;
                double w = sides[random.nextInt(sides.length)];
                double h = sides[random.nextInt(sides.length)];
                boxes.add(
                        Map.of(
                                "image_id", 1,
                                "bbox", List.of(x, y, w, h),
                                "tokens_positive", List.of(List.of(2, 5))));
                float x1 = Math.min(Math.max((float) x, 0), width);
                float x2 = Math.min(Math.max((float) x + (float) w, 0), width);
                float y1 = Math.min(Math.max((float) y, 0), height);
                float y2 = Math.min(Math.max((float) y + (float) h, 0), height);
                kept += x2 > x1 && y2 > y1 ? 1 : 0;
            }
            Map<String, Object> image = entry("a.png", width, height);
            image.put("id", 1);
            Path file = write(Map.of("images", List.of(image), "annotations", boxes));
            List<GroundingSample> samples = AnnotationFormat.MDETR.read(file, temp);
            assertThat(samples).hasSize(kept == 0 ? 0 : 1);
            if (kept > 0) {
                assertThat(samples.get(0).keptInCrop()).hasSize(kept);
            }
            assertThat(check(AnnotationFormat.MDETR, file).check().remarks())
                    .isEqualTo(count - kept);
        }
    }

    @Test
    void flatBoxesAreRemarkedWithTheirSize() throws IOException {
        Map<String, Object> file = mdetr("a.png", 60, 80);
        Map<String, Object> flat = entry("a.png", 60, 80);
        flat.put("image_id", 1);
        flat.put("bbox", List.of(5, 5, 0, 10));
        Path written = write(Map.of("images", file.get("images"), "annotations", List.of(flat)));
        assertThat(check(AnnotationFormat.MDETR, written).lines())
                .anyMatch(
                        line ->
                                line.contains(
                                        "annotations[0], field 'bbox': remark: a box of 0 x 10"
                                                + " pixels"));
    }

    @Test
    void aByteOrderMarkIsNoContent() throws IOException {
        for (var format : all("a.png", 60, 80).entrySet()) {
            String json = new Gson().toJson(format.getValue());
            Path file = Files.writeString(temp.resolve("mark.json"), "\uFEFF" + json);
            assertThat(format.getKey().read(file, temp))
                    .isNotEmpty()
                    .isEqualTo(format.getKey().read(write(format.getValue()), temp));
        }
    }

    @Test
    void whatIsNotJsonInUtf8IsRefusedInEveryFormatAtItsEntry() throws IOException {
        for (var format : all("caf\u00e9.png", 60, 80).entrySet()) {
            Object json = format.getValue();
            String good = new Gson().toJson(json).replace("caf\u00e9.png", "a.png");
            String wrong = new Gson().toJson(json);
            String list = json instanceof List ? "entry 1 (from 0)" : "images[1]";
            String two =
                    json instanceof List
                            ? "[" + inner(good) + ",\n" + inner(wrong) + "]"
                            : "{\"images\": [{\"id\": 3, \"file_name\": \"a\", \"caption\": \"b\","
                                    + " \"width\": 9, \"height\": 9},\n"
                                    + wrong.substring(wrong.indexOf("\"images\":[") + 10);
            refused(format.getKey(), two, StandardCharsets.ISO_8859_1.name(), "line 2, " + list)
                    .contains("not UTF-8 (byte 0xE9); save it as UTF-8");
            refused(format.getKey(), two, "UTF-16", "").contains("not UTF-8 but UTF-16");
            refused(format.getKey(), two, "UTF-16LE", "").contains("not UTF-8");
            refused(
                            format.getKey(),
                            two.replaceAll("\"height\"", "'height'"),
                            "UTF-8",
                            "entry 0 (from 0)|images[0]")
                    .contains("single quotes");
        }
    }

    private static String inner(String list) {
        return list.substring(1, list.length() - 1);
    }

    private org.assertj.core.api.AbstractStringAssert<?> refused(
            AnnotationFormat<?> format, String text, String charset, String where)
            throws IOException {
        Path file = Files.write(temp.resolve("wrong.json"), text.getBytes(charset));
        String[] message = {""};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.read(file, temp))
                .satisfies(e -> message[0] = e.getMessage());
        assertThat(message[0]).startsWith(file.toString()).doesNotContain("enient");
        String[] places = where.split("\\|");
        assertThat(List.of(places)).anyMatch(place -> message[0].contains(place));
        List<String> lines = check(format, file).lines();
        assertThat(lines.get(lines.size() - 1)).isEqualTo(message[0]);
        return assertThat(message[0]);
    }

    @Test
    void packedFilesAndDictionariesAreRefusedWithWhatToDo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("[]".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(temp.resolve("packed.json"), packed.toByteArray());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.MDETR.read(file, temp))
                .withMessage(file + ": is packed with gzip; unpack it.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelationDictionary.read(file))
                .withMessage(file + ": is packed with gzip; unpack it.");
        Path comment = Files.writeString(temp.resolve("comment.json"), "{\n// labels\n}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelationDictionary.read(comment))
                .withMessageStartingWith(comment + ", line 2: not JSON at '// labels'")
                .withMessageContaining("comments are not JSON; delete them");
    }
}
