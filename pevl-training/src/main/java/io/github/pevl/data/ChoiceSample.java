package io.github.pevl.data;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.internal.prompt.BoxedName;
import io.github.pevl.internal.prompt.ChoicePrompt;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One image, objects in it, a question about them and choices of which at most one is right (VCR).
 * The answers to a question and the rationales of its right answer are two samples with the same
 * {@code id}.
 *
 * @param image the image file; that it exists is not checked
 * @param objects what the sentences refer to, with boxes in pixels; may be empty
 * @param context the text before a choice: the question, or the question and its right answer
 * @param choices at least one
 * @param right index of the right choice, from 0; {@link #NONE} if all are wrong
 * @param asks what the choices are
 * @param id the question's id in its file, or null
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of questions to report separately, or null
 */
public record ChoiceSample(
        Path image,
        List<NamedBox> objects,
        List<Sentence> context,
        List<Sentence> choices,
        int right,
        Asks asks,
        @Nullable String id,
        int width,
        int height,
        @Nullable String kind)
        implements Sample {

    /** No choice is right. */
    public static final int NONE = -1;

    /** What the choices are. */
    public enum Asks {
        /** Q->A: the answer to a question. */
        ANSWER,
        /** QA->R: the rationale of an answer. */
        RATIONALE
    }

    /**
     * Checks that the sentences refer to objects and that the image has a part of each.
     *
     * @throws IllegalArgumentException if not, or there is no context, no choice, no image area, or
     *     no choice {@code right}
     */
    public ChoiceSample {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(asks, "asks");
        objects = List.copyOf(objects);
        context = List.copyOf(context);
        choices = List.copyOf(choices);
        SampleChecks.requireSize(width, height);
        for (NamedBox object : objects) {
            SampleChecks.requireInside(object.box(), width, height);
        }
        for (Sentence sentence : context) {
            SampleChecks.requireObjects(sentence, objects.size());
        }
        for (Sentence sentence : choices) {
            SampleChecks.requireObjects(sentence, objects.size());
        }
        if (context.isEmpty() || choices.isEmpty() || right < NONE || right >= choices.size()) {
            throw new IllegalArgumentException(
                    "%d sentences of context, %d choices, number %d right; one each is needed, and"
                                    .formatted(context.size(), choices.size(), right)
                            + " the right one counts from 0, or is -1 where all are wrong.");
        }
    }

    /** The objects that the sentences refer to. */
    @Override
    public List<Box> keptInCrop() {
        return Stream.concat(context.stream(), choices.stream())
                .flatMapToInt(Sentence::references)
                .distinct()
                .mapToObj(index -> objects.get(index).box())
                .toList();
    }

    /** The context and a choice: where there are both, right and wrong ones are equally likely. */
    @Override
    public TrainingText write(CropTransform crop, SplittableRandom random) {
        int chosen = choose(random);
        List<Sentence> sentences = new ArrayList<>(context);
        sentences.add(choices.get(chosen));
        List<BoxedName> names = new ArrayList<>();
        for (NamedBox object : objects) {
            names.add(new BoxedName(object.name(), crop.clampedBins(object.box(), width, height)));
        }
        String text = ChoicePrompt.write(sentences, names, ReferenceStyle.TRAINED).text();
        return new TrainingText(crop.words(text), null, chosen == right ? 1 : 0);
    }

    private int choose(SplittableRandom random) {
        if (right == NONE) {
            return random.nextInt(choices.size());
        }
        if (choices.size() == 1 || random.nextBoolean()) {
            return right;
        }
        int wrong = random.nextInt(choices.size() - 1);
        return wrong < right ? wrong : wrong + 1;
    }
}
