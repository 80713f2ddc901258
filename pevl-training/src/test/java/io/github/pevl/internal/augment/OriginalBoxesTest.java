package io.github.pevl.internal.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The position tokens of training sentences, from annotation to text: against those that the
 * original computed, and against a statement in plain floats of what its datasets compute.
 */
class OriginalBoxesTest {

    private static final Pattern POSITION = Pattern.compile("\\[pos_([0-9]+)]");
    private static final int DRAWS = 5_000;

    @TempDir private Path temp;

    /** A dataset of the original, the side that it is used with, and our reader. */
    private enum Dataset {
        GROUNDING(512, AnnotationFormat.GROUNDING),
        GQA(256, AnnotationFormat.QUESTIONS),
        VCR(512, AnnotationFormat.CHOICES),
        VRD(512, relations());

        private final int side;
        private final AnnotationFormat<?> format;

        private static AnnotationFormat<?> relations() {
            try {
                Path dictionary = Files.createTempFile("dictionary", ".json");
                try {
                    Files.writeString(
                            dictionary,
                            """
                            {"idx_to_label": {"1": "dog"}, "idx_to_predicate": {"1": "on", "2": "under"}}
                            """);
                    return AnnotationFormat.relations(dictionary);
                } finally {
                    Files.delete(dictionary);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Dataset(int side, AnnotationFormat<?> format) {
            this.side = side;
            this.format = format;
        }

        String entry(int width, int height, String first, String second) {
            String size = "\"width\": %d, \"height\": %d".formatted(width, height);
            String boxes = "\"bbox_list\": [%s, %s]".formatted(first, second);
            String spans = "\"tokens_positive\": [[0, 3], [4, 7]]";
            return switch (this) {
                case GROUNDING ->
                        "{\"file_name\": \"a.png\", \"caption\": \"dog cat\", %s, %s, %s}"
                                .formatted(size, boxes, spans);
                case GQA ->
                        ("{\"file_name\": \"a.png\", \"question\": \"dog cat\", \"answer\": \"yes\","
                                        + " \"q_id\": 1, \"no_bbox\": 0, %s, %s, %s}")
                                .formatted(size, boxes, spans);
                case VCR ->
                        ("{\"file_name\": \"a.png\", \"names\": [\"dog\", \"cat\"], \"question\":"
                                        + " [[0], [1]], \"right_answer\": [\"yes\"], \"wrong_answer\":"
                                        + " [\"no\"], \"with_answer\": 1, \"label\": 1, %s, %s}")
                                .formatted(size, boxes);
                case VRD ->
                        ("{\"file_name\": \"a.png\", \"img_info\": {%s}, \"gt_classes\": [1, 1],"
                                        + " \"with_rel\": 1, \"rel_tri\": [0, 1, 1], %s}")
                                .formatted(size, boxes);
            };
        }
    }

    private List<? extends Sample> read(Dataset dataset, List<String> entries) throws IOException {
        Path json = temp.resolve(dataset + ".json");
        Files.writeString(json, "[" + String.join(",\n", entries) + "]");
        return dataset.format.read(json, temp);
    }

    private static List<Integer> tokens(Sample sample, CropTransform view) {
        String text = sample.write(view, new SplittableRandom(1)).text();
        return POSITION.matcher(text).results().map(m -> Integer.valueOf(m.group(1))).toList();
    }

    private static List<Integer> twice(List<Integer> bins) {
        return Stream.concat(bins.stream(), bins.stream()).toList();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = OriginalBoxesTest.class.getResourceAsStream("original-boxes.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tokensAreThoseOfTheOriginal(Dataset dataset) throws IOException {
        List<String> entries = new ArrayList<>();
        List<CropTransform> views = new ArrayList<>();
        List<List<Integer>> expected = new ArrayList<>();
        for (String line : lines()) {
            String[] columns = line.split("\t");
            if (columns[0].equalsIgnoreCase(dataset.name())) {
                int[] n = IntStream.range(1, 10).map(i -> Integer.parseInt(columns[i])).toArray();
                String box = "[" + String.join(", ", Arrays.copyOfRange(columns, 10, 14)) + "]";
                entries.add(dataset.entry(n[0], n[1], box, box));
                views.add(new CropTransform(n[2], n[3], n[4], n[5], n[6], n[7], n[8] == 1));
                expected.add(Arrays.stream(columns, 14, 18).map(Integer::valueOf).toList());
            }
        }
        assertThat(entries).hasSizeGreaterThan(100);
        List<? extends Sample> samples = read(dataset, entries);
        for (int i = 0; i < samples.size(); i++) {
            assertThat(tokens(samples.get(i), views.get(i)))
                    .as(entries.get(i))
                    .isEqualTo(twice(expected.get(i)));
        }
    }

    /** One by one what the transforms do to a tensor of float32, and the prompt in doubles. */
    private static List<Integer> asPublished(
            Dataset dataset, double[] annotated, int width, int height, CropTransform view) {
        float[] box = new float[4];
        for (int i = 0; i < 4; i++) {
            int extent = i % 2 == 0 ? width : height;
            box[i] =
                    dataset == Dataset.VRD
                            ? (float) (annotated[i] * Math.max(width, height) / 1024)
                            : Math.min(Math.max((float) annotated[i], 0f), extent);
        }
        CropTransform whole = CropTransform.whole(width, height);
        if (!view.equals(view.mirrored() ? whole.mirror() : whole)) {
            crop(box, width, height, view);
        }
        float side = dataset.side;
        scale(box, side / (double) view.width(), side / (double) view.height());
        if (view.mirrored()) {
            float left = box[2] * -1f + side;
            box[2] = box[0] * -1f + side;
            box[0] = left;
        }
        boolean spans = dataset == Dataset.GROUNDING || dataset == Dataset.GQA;
        List<Integer> bins = new ArrayList<>();
        for (float xy : box) {
            int bin = spans ? (int) (xy * 512.0 / side) : (int) (xy * (512.0 / side));
            bins.add(Math.max(Math.min(bin, 511), 0));
        }
        return bins;
    }

    private static void crop(float[] box, int width, int height, CropTransform view) {
        scale(box, view.fullWidth() / (double) width, view.fullHeight() / (double) height);
        for (int i = 0; i < 4; i++) {
            float shifted = box[i] - (float) (i % 2 == 0 ? view.left() : view.top());
            float most = i % 2 == 0 ? view.width() : view.height();
            box[i] = Math.max(Math.min(shifted, most), 0f);
        }
    }

    private static void scale(float[] box, double ratioWidth, double ratioHeight) {
        for (int i = 0; i < 4; i++) {
            box[i] = box[i] * (float) (i % 2 == 0 ? ratioWidth : ratioHeight);
        }
    }

    /** Whole, half and free pixels, and borders of position tokens. */
    private static double draw(int extent, SplittableRandom random) {
        double border = random.nextInt(513) * extent / 512.0;
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(extent + 1);
            case 1 -> random.nextInt(2 * extent + 1) / 2.0;
            case 2 -> random.nextDouble(extent);
            case 3 -> border;
            default -> Math.min(Math.nextAfter((float) border, random.nextInt(2) - 1), extent);
        };
    }

    private static double[] box(int width, int height, SplittableRandom random) {
        double[] x = {draw(width, random), draw(width, random)};
        double[] y = {draw(height, random), draw(height, random)};
        Arrays.sort(x);
        Arrays.sort(y);
        double beyond = random.nextInt(4) == 0 ? random.nextDouble(9) : 0;
        return new double[] {x[0] - beyond, y[0], x[1], y[1] + beyond};
    }

    /** Whole, or a part that has some of both boxes; VRD crops nothing. */
    private static CropTransform view(
            Dataset dataset, int width, int height, double[][] boxes, SplittableRandom random) {
        CropTransform view = CropTransform.whole(width, height);
        if (dataset != Dataset.VRD && random.nextInt(3) > 0) {
            int fullWidth = 1 + random.nextInt(1500);
            int fullHeight = 1 + random.nextInt(1500);
            int left = random.nextInt(fullWidth);
            int top = random.nextInt(fullHeight);
            int partWidth = 1 + random.nextInt(fullWidth - left);
            int partHeight = 1 + random.nextInt(fullHeight - top);
            CropTransform part =
                    new CropTransform(
                            fullWidth, fullHeight, left, top, partWidth, partHeight, false);
            boolean seen =
                    Arrays.stream(boxes).allMatch(box -> hasSomeOf(part, box, width, height));
            view = seen ? part : view;
        }
        return random.nextBoolean() ? view.mirror() : view;
    }

    private static boolean hasSomeOf(CropTransform part, double[] box, int width, int height) {
        double x = (double) part.fullWidth() / width;
        double y = (double) part.fullHeight() / height;
        return box[0] * x < part.left() + part.width() - 0.1
                && box[1] * y < part.top() + part.height() - 0.1
                && box[2] * x > part.left() + 0.1
                && box[3] * y > part.top() + 0.1;
    }

    @ParameterizedTest
    @EnumSource
    void tokensFollowTheTensors(Dataset dataset) throws IOException {
        SplittableRandom random = new SplittableRandom(dataset.ordinal());
        List<String> entries = new ArrayList<>();
        List<CropTransform> views = new ArrayList<>();
        List<List<Integer>> expected = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            int width = 1 + random.nextInt(1500);
            int height = 1 + random.nextInt(1500);
            double[][] boxes = {box(width, height, random), box(width, height, random)};
            CropTransform view = view(dataset, width, height, boxes, random);
            List<Integer> bins = new ArrayList<>();
            for (double[] box : boxes) {
                if (dataset == Dataset.VRD) {
                    double frame = 1024.0 / Math.max(width, height);
                    Arrays.setAll(box, at -> box[at] * frame);
                }
                bins.addAll(asPublished(dataset, box, width, height, view));
            }
            entries.add(
                    dataset.entry(
                            width, height, Arrays.toString(boxes[0]), Arrays.toString(boxes[1])));
            views.add(view);
            expected.add(bins);
        }
        List<? extends Sample> samples = read(dataset, entries);
        assertThat(samples).hasSize(DRAWS);
        for (int i = 0; i < DRAWS; i++) {
            assertThat(tokens(samples.get(i), views.get(i)))
                    .as("%s in %s", entries.get(i), views.get(i))
                    .isEqualTo(expected.get(i));
        }
    }

    /** The original cuts it at the edge; a crop that has nothing of it is another matter. */
    @Test
    void aBoxThatOnlyTouchesTheEdgeIsWritten() throws IOException {
        String edge = "[427, 0, 427, 640]";
        List<String> entry = List.of(Dataset.GROUNDING.entry(427, 640, edge, edge));
        Sample sample = read(Dataset.GROUNDING, entry).get(0);
        CropTransform whole = CropTransform.whole(427, 640);
        assertThat(tokens(sample, whole)).isEqualTo(twice(List.of(511, 0, 511, 511)));
        assertThat(tokens(sample, whole.mirror())).isEqualTo(twice(List.of(0, 0, 0, 511)));
        assertThat(tokens(sample, new CropTransform(427, 640, 0, 0, 426, 640, false))).isEmpty();
    }
}
