package io.github.pevl.benchmark;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The requests that are timed: every task, with texts of the lengths that its data have. */
public final class BenchTasks {

    /** As many as GQA's list of answers has. */
    private static final int ANSWERS = 1853;

    /** With {@code [CLS]}, the open box and its two marks these are 20 tokens. */
    private static final String EXPRESSION =
            "the small brown dog on the left side of a white wooden table";

    private static final String QUESTION = "why is [0] pointing at [1] while everyone is eating?";
    private static final String CHOICE =
            "[0] is telling [2] that [1] ordered the pancakes and not the soup";

    private final int side;
    private final int maxTokens;
    private final PevlTokenizer tokenizer;
    private final Image image = image();

    /**
     * Prepares requests.
     *
     * @param tokenizer of BERT's vocabulary with a place for {@code [unrel]}
     * @param side of the model's image, pixels
     * @param maxTokens the most tokens of a text
     */
    BenchTasks(PevlTokenizer tokenizer, int side, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.side = side;
    }

    List<BenchRow<?, ?>> rows() {
        return List.of(
                expressions(1),
                expressions(10),
                choices(2),
                choices(4),
                relations(2),
                relations(5),
                relations(10),
                relations(20),
                question(),
                images(2),
                images(4),
                images(8));
    }

    private BenchRow<?, ?> expressions(int count) {
        return row(
                Tasks.GROUNDING,
                count,
                count == 1 ? "1 expression" : count + " expressions",
                count,
                new GroundingRequest(image, Collections.nCopies(count, EXPRESSION), 1));
    }

    /** An expression about each image, all answered at once. */
    private BenchRow<?, ?> images(int images) {
        List<GroundingRequest> requests =
                Stream.generate(BenchTasks::image)
                        .limit(images)
                        .map(own -> new GroundingRequest(own, EXPRESSION))
                        .toList();
        return new BenchRow<>(
                Tasks.GROUNDING,
                1,
                "1 expression, %d images".formatted(images),
                images,
                Tasks.GROUNDING.translator(tokenizer, side, maxTokens),
                requests);
    }

    private BenchRow<?, ?> choices(int count) {
        String[] texts = Collections.nCopies(count, CHOICE).toArray(String[]::new);
        return row(
                Tasks.CHOICES,
                count,
                count + " choices",
                count,
                ChoiceRequest.of(image, objects(3), QUESTION, texts));
    }

    private BenchRow<?, ?> relations(int objects) {
        int pairs = objects * (objects - 1);
        return row(
                Tasks.RELATIONS,
                objects,
                "relations of %d objects, %d texts".formatted(objects, pairs),
                pairs,
                new RelationRequest(image, objects(objects)));
    }

    private BenchRow<?, ?> question() {
        List<String> answers =
                tokenizer.vocabulary().words().stream()
                        .filter(word -> word.matches("[a-z]{3,}"))
                        .limit(ANSWERS)
                        .toList();
        return new BenchRow<>(
                Tasks.ANSWERS,
                1,
                "1 question, %d answers".formatted(answers.size()),
                1,
                Tasks.ANSWERS.translator(tokenizer, side, maxTokens, answers),
                List.of(
                        new AnswerRequest(
                                image, "what color is the cup on the table near the window?")));
    }

    private <I, O> BenchRow<I, O> row(
            Task<I, O> task, int count, String title, int texts, I request) {
        return new BenchRow<>(
                task,
                count,
                title,
                texts,
                task.translator(tokenizer, side, maxTokens),
                List.of(request));
    }

    /** Names of one and of two words, so that pairs have several lengths. */
    private static List<NamedBox> objects(int count) {
        List<NamedBox> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = i % 3 == 2 ? "traffic light" : "man";
            objects.add(new NamedBox(name, new Box(20 * i, 10 * i, 20 * i + 150, 10 * i + 120)));
        }
        return objects;
    }

    private static Image image() {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, x * 1031 ^ y * 65537);
            }
        }
        return ImageFactory.getInstance().fromImage(image);
    }

    /** The vocabulary of the published models. */
    public static PevlTokenizer tokenizer() {
        return new PevlTokenizer(PevlVocabulary.bert().withRelations());
    }
}
