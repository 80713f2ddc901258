package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The position tokens of boxes in requests, against a statement of what the original's evaluation
 * datasets compute: {@code VRD_eval_dataset}, {@code VCR_test_dataset} and {@code GQA_val_dataset}
 * at side 512, and 256 for GQA.
 */
class RequestBoxesTest {

    private static final int REQUESTS = 400;
    private static final int BOXES = 30;
    private static final int MAX_TOKENS = 512;

    private static PevlTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = new PevlTokenizer(PevlVocabulary.bert().withRelations());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static <Q> List<long[]> texts(Task<Q, ?> task, Q request) {
        return AskedTexts.of(task, tokenizer, MAX_TOKENS, request);
    }

    /** The tensor of {@code resize}, and {@code make_pseudo_pos_seq} with the network's side. */
    private static int asPublished(double pixel, int extent, int side) {
        float clamped = Math.min(Math.max((float) pixel, 0f), (float) extent);
        float ratio = (float) ((double) side / (double) extent);
        float scaled = clamped * ratio;
        int bin = (int) (scaled * (512.0 / side));
        return Math.min(Math.max(bin, 0), 511);
    }

    private static int[] asPublished(Image image, List<Box> boxes, int side) {
        int[] bins = new int[4 * boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            bins[4 * i] = asPublished(boxes.get(i).x1(), image.getWidth(), side);
            bins[4 * i + 1] = asPublished(boxes.get(i).y1(), image.getHeight(), side);
            bins[4 * i + 2] = asPublished(boxes.get(i).x2(), image.getWidth(), side);
            bins[4 * i + 3] = asPublished(boxes.get(i).y2(), image.getHeight(), side);
        }
        return bins;
    }

    /** Whole, half and free pixels, and borders of position tokens. */
    private static double draw(int extent, SplittableRandom random) {
        double border = random.nextInt(PositionTokens.BINS) * extent / 512.0;
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(extent);
            case 1 -> random.nextInt(2 * extent) / 2.0;
            case 2 -> random.nextDouble(extent);
            case 3 -> border;
            default -> Math.min(Math.nextAfter((float) border, random.nextInt(2) - 1), extent - 1);
        };
    }

    private static Box box(Image image, SplittableRandom random) {
        double[] x = {draw(image.getWidth(), random), draw(image.getWidth(), random)};
        double[] y = {draw(image.getHeight(), random), draw(image.getHeight(), random)};
        Arrays.sort(x);
        Arrays.sort(y);
        double beyond = random.nextInt(4) == 0 ? random.nextDouble(9) : 0;
        return new Box(x[0] - beyond, y[0], x[1], y[1] + beyond);
    }

    private static Image image(SplittableRandom random) {
        return image(1 + random.nextInt(1500), 1 + random.nextInt(1500));
    }

    private static Image image(int width, int height) {
        return ImageFactory.getInstance()
                .fromImage(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY));
    }

    private static List<Box> boxes(Image image, SplittableRandom random) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < BOXES; i++) {
            boxes.add(box(image, random));
        }
        return boxes;
    }

    private static int[] positions(long[] ids) {
        long first = tokenizer.vocabulary().firstPositionId();
        return Arrays.stream(ids)
                .filter(id -> id >= first && id < first + PositionTokens.BINS)
                .mapToInt(id -> (int) (id - first))
                .toArray();
    }

    @Test
    void objectsOfChoices() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < BOXES; i++) {
            all.append('[').append(i).append("] ");
        }
        for (int i = 0; i < REQUESTS; i++) {
            Image image = image(random);
            List<Box> boxes = boxes(image, random);
            List<NamedBox> objects = boxes.stream().map(b -> new NamedBox("dog", b)).toList();
            ChoiceRequest request =
                    ChoiceRequest.of(image, objects, "which?", all.toString(), "none");
            assertThat(positions(texts(Tasks.CHOICES, request).get(0)))
                    .isEqualTo(asPublished(image, boxes, 512));
        }
    }

    @Test
    void objectsOfRelations() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < REQUESTS; i++) {
            Image image = image(random);
            List<Box> boxes = boxes(image, random);
            List<NamedBox> objects = boxes.stream().map(b -> new NamedBox("dog", b)).toList();
            List<RelationRequest.Pair> pairs = new ArrayList<>();
            for (int j = 0; j < BOXES; j += 2) {
                pairs.add(new RelationRequest.Pair(j, j + 1));
            }
            List<long[]> texts = texts(Tasks.RELATIONS, new RelationRequest(image, objects, pairs));
            for (int j = 0; j < pairs.size(); j++) {
                assertThat(positions(texts.get(j)))
                        .isEqualTo(asPublished(image, boxes.subList(2 * j, 2 * j + 2), 512));
            }
        }
    }

    @Test
    void mentionsOfQuestions() {
        SplittableRandom random = new SplittableRandom(3);
        String question = "dog ".repeat(BOXES);
        for (int i = 0; i < REQUESTS; i++) {
            Image image = image(random);
            List<Box> boxes = boxes(image, random);
            List<AnswerRequest.Mention> mentions = new ArrayList<>();
            for (int j = 0; j < BOXES; j++) {
                mentions.add(new AnswerRequest.Mention(new Span(4 * j, 4 * j + 3), boxes.get(j)));
            }
            AnswerRequest request = new AnswerRequest(image, question, mentions, List.of(), 1);
            assertThat(positions(texts(Tasks.ANSWERS, request).get(0)))
                    .isEqualTo(asPublished(image, boxes, 256));
        }
    }

    /** A box twice, since relations and choices need two objects. */
    private static int[] positions(String dataset, Image image, Box box) {
        List<NamedBox> objects = List.of(new NamedBox("dog", box), new NamedBox("cat", box));
        List<long[]> texts =
                switch (dataset) {
                    case "vrd_eval" -> texts(Tasks.RELATIONS, new RelationRequest(image, objects));
                    case "vcr_eval" ->
                            texts(
                                    Tasks.CHOICES,
                                    ChoiceRequest.of(image, objects, "is [0] near [1]", "a", "b"));
                    default -> {
                        AnswerRequest.Mention dog = new AnswerRequest.Mention(new Span(0, 3), box);
                        AnswerRequest.Mention cat = new AnswerRequest.Mention(new Span(4, 7), box);
                        yield texts(
                                Tasks.ANSWERS,
                                new AnswerRequest(
                                        image, "dog cat", List.of(dog, cat), List.of(), 1));
                    }
                };
        return positions(texts.get(0));
    }

    @Test
    void tokensAreThoseOfTheOriginal() throws IOException {
        int boxes = 0;
        for (String line : lines()) {
            String[] column = line.split("\t");
            Image image = image(Integer.parseInt(column[1]), Integer.parseInt(column[2]));
            double[] xy = Arrays.stream(column, 3, 7).mapToDouble(Double::parseDouble).toArray();
            Box box = new Box(xy[0], xy[1], xy[2], xy[3]);
            int[] once = Arrays.stream(column, 7, 11).mapToInt(Integer::parseInt).toArray();
            int[] twice = IntStream.concat(Arrays.stream(once), Arrays.stream(once)).toArray();
            assertThat(positions(column[0], image, box)).as(line).isEqualTo(twice);
            boxes++;
        }
        assertThat(boxes).isGreaterThan(200);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = RequestBoxesTest.class.getResourceAsStream("original-boxes.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
