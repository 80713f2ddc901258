package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An image, objects in it, a question about them and choices, one of which is right: answers, or,
 * when the answer is known, reasons for it.
 *
 * <p>Special tokens have no effect in a request: {@code [MASK]}, {@code [SEP]}, {@code @@}, {@code
 * [pos_7]} and the like are read as punctuation and words, in upper or lower case.
 *
 * @param image the image, of any size
 * @param objects objects that the sentences refer to; may be empty
 * @param context what comes before each choice: the question, or the question and its answer
 * @param choices at least two
 * @param style how references to objects are written
 * @param truncate whether a text that is too long for the model loses words at its end; otherwise
 *     it is refused with a {@link TextTooLongException}
 */
public record ChoiceRequest(
        Image image,
        List<NamedBox> objects,
        List<Sentence> context,
        List<Sentence> choices,
        ReferenceStyle style,
        boolean truncate) {

    /**
     * How references to objects are written. The original writes them differently for training and
     * for evaluation.
     */
    public enum ReferenceStyle {
        /**
         * As the published weights were evaluated ({@code VCR_test_dataset}): several objects are
         * listed without a word between them.
         */
        EVALUATED,
        /**
         * As the published weights were trained ({@code pseudo_seq_gen}): several objects are
         * joined by "and".
         */
        TRAINED,
        /** As evaluated, but without boxes: for models without position tokens. */
        NAMES_ONLY
    }

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public ChoiceRequest {
        Checks.image(image);
        objects = Checks.any("objects", objects);
        Checks.inside("objects", objects, image);
        context = Checks.some("context", 1, context);
        choices = Checks.some("choices", 2, choices);
        if (style == null) {
            throw new IllegalArgumentException(
                    "style is null; it must be one of %s."
                            .formatted(Arrays.toString(ReferenceStyle.values())));
        }
        requireKnown("context", context, objects.size());
        requireKnown("choices", choices, objects.size());
    }

    /** Asks with sentences that must not be too long. */
    public ChoiceRequest(
            Image image,
            List<NamedBox> objects,
            List<Sentence> context,
            List<Sentence> choices,
            ReferenceStyle style) {
        this(image, objects, context, choices, style, false);
    }

    /** The same request, with its sentences truncated if they are too long. */
    public ChoiceRequest truncated() {
        return new ChoiceRequest(image, objects, context, choices, style, true);
    }

    /** Asks which answer to a question is right. */
    public ChoiceRequest(
            Image image, List<NamedBox> objects, Sentence question, List<Sentence> answers) {
        this(image, objects, List.of(question), answers, ReferenceStyle.EVALUATED);
    }

    /** Asks which answer is right, with sentences such as "Why is [0] pointing at [1]?". */
    public static ChoiceRequest of(
            Image image, List<NamedBox> objects, String question, String... answers) {
        return new ChoiceRequest(
                image,
                objects,
                Sentence.parse(question),
                Arrays.stream(answers).map(Sentence::parse).toList());
    }

    /**
     * Asks for the reason why one of this request's choices is right: the second step of VCR
     * (QA->R).
     *
     * @param answer the index of the choice, from 0
     * @param reasons at least two
     * @throws IllegalArgumentException if there is no such choice
     */
    public ChoiceRequest because(int answer, List<Sentence> reasons) {
        if (answer < 0 || answer >= choices.size()) {
            throw new IllegalArgumentException(
                    "answer is %d; the choices are 0 to %d.".formatted(answer, choices.size() - 1));
        }
        List<Sentence> answered = new ArrayList<>(context);
        answered.add(choices.get(answer));
        return new ChoiceRequest(image, objects, answered, reasons, style, truncate);
    }

    private static void requireKnown(String field, List<Sentence> sentences, int objects) {
        for (int i = 0; i < sentences.size(); i++) {
            String where = "%s[%d]".formatted(field, i);
            sentences
                    .get(i)
                    .references()
                    .filter(reference -> reference >= objects)
                    .findFirst()
                    .ifPresent(
                            reference -> {
                                throw new IllegalArgumentException(
                                        "%s refers to object [%d]; there are %d, counted from 0."
                                                .formatted(where, reference, objects));
                            });
        }
    }
}
