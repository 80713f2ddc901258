package io.github.pevl.scenes;

import io.github.pevl.scenes.Condition.Truth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meaning of an expression. */
sealed interface Phrase {
    String text();

    /**
     * The objects that are meant: none if nothing in the scene is so; null if that is in doubt, or
     * if the phrase would be odd.
     */
    @Nullable List<SceneObject> meant(Arrangement scene);

    /** The only object that is meant, or null. */
    default @Nullable SceneObject referent(Arrangement scene) {
        List<SceneObject> meant = meant(scene);
        return meant != null && meant.size() == 1 ? meant.get(0) : null;
    }

    /** "the small red star". */
    record Attribute(Description description) implements Phrase {
        @Override
        public String text() {
            return "the " + description.text();
        }

        @Override
        public List<SceneObject> meant(Arrangement scene) {
            return description.allIn(scene.objects());
        }
    }

    /** "the highest star". */
    record Superlative(Description group, Extreme extreme) implements Phrase {
        @Override
        public String text() {
            return extreme.text(group);
        }

        @Override
        public @Nullable List<SceneObject> meant(Arrangement scene) {
            List<SceneObject> members = group.allIn(scene.objects());
            if (members.size() < 2) {
                // The attributes alone name the object, so nothing is compared.
                return members.isEmpty() ? List.of() : null;
            }
            List<SceneObject> first =
                    members.stream().filter(it -> surpassesAll(it, members, scene)).toList();
            return first.isEmpty() ? null : first;
        }

        private boolean surpassesAll(
                SceneObject one, List<SceneObject> members, Arrangement scene) {
            return members.stream()
                    .allMatch(it -> it.equals(one) || extreme.surpasses(one, it, scene.margin()));
        }
    }

    /** "the star left of the blue circle". */
    record Relation(
            Description described, Direction direction, boolean longForm, Description anchor)
            implements Phrase {
        @Override
        public String text() {
            return "the %s %s the %s"
                    .formatted(described.text(), direction.words(longForm), anchor.text());
        }

        @Override
        public @Nullable List<SceneObject> meant(Arrangement scene) {
            List<SceneObject> anchors = anchor.allIn(scene.objects());
            if (anchors.isEmpty()) {
                return List.of();
            }
            return anchors.size() > 1
                    ? null
                    : direction.among(candidates(scene), anchors.get(0), scene.margin());
        }

        /** The only object that the anchor describes, or null. */
        @Nullable SceneObject anchorIn(Arrangement scene) {
            List<SceneObject> anchors = anchor.allIn(scene.objects());
            return anchors.size() == 1 ? anchors.get(0) : null;
        }

        /** The objects that fit the description, without the anchor. */
        List<SceneObject> candidates(Arrangement scene) {
            return scene.objects().stream()
                    .filter(it -> described.fits(it) && !anchor.fits(it))
                    .toList();
        }
    }

    /** "the cat on the left", "the thing that is not a cat". */
    record Restricted(Description group, Condition condition, boolean negated) implements Phrase {
        @Override
        public String text() {
            return "the %s %s%s"
                    .formatted(group.text(), negated ? "that is not " : "", condition.text());
        }

        @Override
        public @Nullable List<SceneObject> meant(Arrangement scene) {
            List<SceneObject> members = group.allIn(scene.objects());
            if (negated && members.size() == 1) {
                return null; // the group alone names the object, so nothing is excluded
            }
            return holding(members, condition, negated ? Truth.NO : Truth.YES, scene);
        }
    }

    /**
     * "the two small cats".
     *
     * @param group what each of them is
     * @param quantity the words before attributes and noun: "the", "both", "the two"
     * @param number how many there must be; 0 for any number
     * @param plural the noun of several
     * @param condition what else holds for them, or null
     */
    record Several(
            Description group,
            String quantity,
            int number,
            String plural,
            @Nullable Condition condition)
            implements Phrase {
        /** "the two small cats". */
        static Several counted(
                Description group, int number, String plural, @Nullable Condition condition) {
            String quantity = "the " + SceneWords.NUMBERS.get(number - 1);
            return new Several(group, quantity, number, plural, condition);
        }

        @Override
        public String text() {
            String clause = condition == null ? "" : " " + condition.text();
            return quantity + " " + group.attributes() + plural + clause;
        }

        @Override
        public @Nullable List<SceneObject> meant(Arrangement scene) {
            List<SceneObject> members = group.allIn(scene.objects());
            List<SceneObject> meant =
                    condition == null ? members : holding(members, condition, Truth.YES, scene);
            return meant == null || number == 0 || meant.size() == number ? meant : List.of();
        }
    }

    /** The members of which a condition has this truth; null if it is in doubt for one. */
    private static @Nullable List<SceneObject> holding(
            List<SceneObject> members, Condition condition, Truth truth, Arrangement scene) {
        List<SceneObject> holding = new ArrayList<>();
        for (SceneObject member : members) {
            Truth here = condition.of(member, scene);
            if (here == Truth.IN_DOUBT) {
                return null;
            }
            if (here == truth) {
                holding.add(member);
            }
        }
        return holding;
    }
}
