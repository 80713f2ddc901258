package io.github.pevl.scenes;

import java.util.List;

/** The meaning of an expression. */
sealed interface Phrase {
    ExpressionKind kind();

    String text();

    /**
     * The object that is meant, or null if there is none or the phrase is ambiguous.
     *
     * @param margin min difference of positions that counts, in pixels
     */
    SceneObject referent(List<SceneObject> objects, double margin);

    /** "the small red star". */
    record Attribute(Description description) implements Phrase {
        @Override
        public ExpressionKind kind() {
            return ExpressionKind.ATTRIBUTE;
        }

        @Override
        public String text() {
            return "the " + description.text();
        }

        @Override
        public SceneObject referent(List<SceneObject> objects, double margin) {
            return only(description.allIn(objects));
        }
    }

    /** "the highest star". */
    record Superlative(Description group, Extreme extreme) implements Phrase {
        @Override
        public ExpressionKind kind() {
            return ExpressionKind.SUPERLATIVE;
        }

        @Override
        public String text() {
            return extreme.text(group);
        }

        @Override
        public SceneObject referent(List<SceneObject> objects, double margin) {
            List<SceneObject> members = group.allIn(objects);
            if (members.size() < 2) {
                return null; // the attributes alone name the object, so nothing is compared
            }
            return only(members.stream().filter(it -> surpassesAll(it, members, margin)).toList());
        }

        private boolean surpassesAll(SceneObject one, List<SceneObject> members, double margin) {
            return members.stream()
                    .allMatch(it -> it.equals(one) || extreme.surpasses(one, it, margin));
        }
    }

    /** "the star left of the blue circle". */
    record Relation(
            Description described, Direction direction, boolean longForm, Description anchor)
            implements Phrase {
        @Override
        public ExpressionKind kind() {
            return ExpressionKind.RELATION;
        }

        @Override
        public String text() {
            return "the %s %s the %s"
                    .formatted(described.text(), direction.words(longForm), anchor.text());
        }

        @Override
        public SceneObject referent(List<SceneObject> objects, double margin) {
            SceneObject from = anchorIn(objects);
            return from == null ? null : direction.only(candidates(objects), from, margin);
        }

        /** The only object that the anchor describes, or null. */
        SceneObject anchorIn(List<SceneObject> objects) {
            return Phrase.only(anchor.allIn(objects));
        }

        /** The objects that fit the description, without the anchor. */
        List<SceneObject> candidates(List<SceneObject> objects) {
            return objects.stream().filter(it -> described.fits(it) && !anchor.fits(it)).toList();
        }
    }

    private static SceneObject only(List<SceneObject> objects) {
        return objects.size() == 1 ? objects.get(0) : null;
    }
}
