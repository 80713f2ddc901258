package io.github.pevl.data;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.internal.prompt.BoxedName;
import io.github.pevl.internal.prompt.RelationPrompt;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One image, objects in it and how they relate (visual relation detection).
 *
 * @param image the image file; that it exists is not checked
 * @param objects at least two, with boxes in pixels
 * @param triples the relations: in training data one or none, in evaluation data all that are
 *     annotated
 * @param unrelated pairs without a relation; in training data without a triple, one of them is
 *     written
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 */
public record RelationSample(
        Path image,
        List<NamedBox> objects,
        List<Triple> triples,
        List<Pair> unrelated,
        int width,
        int height)
        implements Sample {

    /**
     * Two objects, by their indices in the list of objects, and how they are related.
     *
     * @param subject of the relation
     * @param object of the relation
     * @param predicate such as "riding"
     */
    public record Triple(int subject, int object, String predicate) {}

    /**
     * Checks that triples and pairs name objects, and that the image has a part of each.
     *
     * @throws IllegalArgumentException if not, or there is neither a triple nor a pair, or no image
     *     area
     */
    public RelationSample {
        Objects.requireNonNull(image, "image");
        objects = List.copyOf(objects);
        triples = List.copyOf(triples);
        unrelated = List.copyOf(unrelated);
        SampleChecks.requireSize(width, height);
        for (NamedBox object : objects) {
            SampleChecks.requireInside(object.box(), width, height);
        }
        for (Triple triple : triples) {
            requirePair(triple.subject(), triple.object(), objects.size());
            if (triple.predicate().isBlank()) {
                throw new IllegalArgumentException("A relation of objects has no predicate.");
            }
        }
        for (Pair pair : unrelated) {
            requirePair(pair.subject(), pair.object(), objects.size());
        }
        if (triples.isEmpty() && unrelated.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s has neither related nor unrelated objects; one pair is needed."
                            .formatted(image));
        }
    }

    static void requirePair(int subject, int object, int objects) {
        SampleChecks.requireObject(subject, objects);
        SampleChecks.requireObject(object, objects);
        if (subject == object) {
            throw new IllegalArgumentException(
                    "object %d cannot relate to itself; name two different objects."
                            .formatted(subject));
        }
    }

    /** All objects. */
    @Override
    public List<Box> keptInCrop() {
        return objects.stream().map(NamedBox::box).toList();
    }

    /**
     * A random triple, or else a random pair without a relation; the three tokens between the
     * objects are predicted.
     */
    @Override
    public TrainingText write(CropTransform crop, SplittableRandom random) {
        if (triples.isEmpty()) {
            Pair pair = unrelated.get(random.nextInt(unrelated.size()));
            return text(pair.subject(), null, pair.object(), crop);
        }
        Triple triple = triples.get(random.nextInt(triples.size()));
        return text(triple.subject(), triple.predicate(), triple.object(), crop);
    }

    private TrainingText text(
            int first, @Nullable String predicate, int second, CropTransform crop) {
        BoxedName subject = boxed(objects.get(first), crop);
        BoxedName object = boxed(objects.get(second), crop);
        return new TrainingText(
                crop.words(RelationPrompt.write(subject, predicate, object)),
                crop.words(RelationPrompt.ask(subject, object).text()),
                TrainingText.NOT_LABELLED);
    }

    private BoxedName boxed(NamedBox object, CropTransform crop) {
        return new BoxedName(object.name(), crop.clampedBins(object.box(), width, height));
    }
}
