package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * An image, objects in it, and the pairs of them whose relations are wanted.
 *
 * <p>Special tokens have no effect in a request: {@code [MASK]}, {@code [SEP]}, {@code @@}, {@code
 * [pos_7]} and the like are read as punctuation and words, in upper or lower case.
 *
 * @param image the image, of any size
 * @param objects at least two
 * @param pairs the subject and object of each relation; at least one
 * @param truncate whether a text that is too long for the model loses words at its end; otherwise
 *     it is refused with a {@link TextTooLongException}
 */
public record RelationRequest(
        Image image, List<NamedBox> objects, List<Pair> pairs, boolean truncate) {

    /**
     * The maximum number of objects whose pairs are all listed (999,000 pairs), whatever the limits
     * of a model.
     */
    private static final int MAX_OBJECTS = 1_000;

    /**
     * Two objects by their indices in the list of objects, from 0.
     *
     * @param subject of the relation
     * @param object of the relation, a different one
     */
    public record Pair(int subject, int object) {}

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public RelationRequest {
        Checks.image(image);
        objects = Checks.some("objects", 2, objects);
        Checks.inside("objects", objects, image);
        pairs = Checks.some("pairs", 1, pairs);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            boolean known = in(pair.subject(), objects) && in(pair.object(), objects);
            if (!known || pair.subject() == pair.object()) {
                throw new IllegalArgumentException(
                        "pairs[%d] is (%d, %d); it must name two different objects, 0 to %d."
                                .formatted(i, pair.subject(), pair.object(), objects.size() - 1));
            }
        }
    }

    /** Asks with names that must not be too long. */
    public RelationRequest(Image image, List<NamedBox> objects, List<Pair> pairs) {
        this(image, objects, pairs, false);
    }

    /** The same request, with its texts truncated if they are too long. */
    public RelationRequest truncated() {
        return new RelationRequest(image, objects, pairs, true);
    }

    /** Asks about all ordered pairs: (0, 1), (0, 2), ..., (1, 0), and so on. */
    public RelationRequest(Image image, List<NamedBox> objects) {
        this(image, objects, allPairs(Checks.some("objects", 2, objects).size()));
    }

    private static List<Pair> allPairs(int objects) {
        if (objects > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "objects has %d entries, which have %d pairs. Send at most %d, or name the pairs."
                            .formatted(objects, (long) objects * (objects - 1), MAX_OBJECTS));
        }
        List<Pair> pairs = new ArrayList<>();
        for (int subject = 0; subject < objects; subject++) {
            for (int object = 0; object < objects; object++) {
                if (subject != object) {
                    pairs.add(new Pair(subject, object));
                }
            }
        }
        return pairs;
    }

    private static boolean in(int index, List<NamedBox> objects) {
        return index >= 0 && index < objects.size();
    }
}
