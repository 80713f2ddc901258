package io.github.pevl.scenes;

import java.util.List;

/** What a clause says of an object: "on the left", "a cat", "small", "left of the dog". */
sealed interface Condition {
    /** Whether it holds for an object. */
    enum Truth {
        YES,
        NO,
        /** The image does not tell clearly. */
        IN_DOUBT;

        static Truth of(boolean holds) {
            return holds ? YES : NO;
        }
    }

    /** The words after "that is not". */
    String text();

    Truth of(SceneObject object, Arrangement scene);

    /** "a cat". */
    record OfKind(SceneKind kind, String text) implements Condition {
        @Override
        public Truth of(SceneObject object, Arrangement scene) {
            return Truth.of(object.kind() == kind);
        }
    }

    /** "small". */
    record OfSize(ShapeSize size) implements Condition {
        @Override
        public String text() {
            return size.word();
        }

        @Override
        public Truth of(SceneObject object, Arrangement scene) {
            return Truth.of(object.size() == size);
        }
    }

    /** "on the left". */
    record At(Place place) implements Condition {
        @Override
        public String text() {
            return place.words();
        }

        @Override
        public Truth of(SceneObject object, Arrangement scene) {
            double depth = place.depth(object, scene.side());
            return Math.abs(depth) <= scene.margin() / 2 ? Truth.IN_DOUBT : Truth.of(depth > 0);
        }
    }

    /** "left of the dog". */
    record Beside(Direction direction, Description anchor) implements Condition {
        @Override
        public String text() {
            return direction.words(false) + " the " + anchor.text();
        }

        @Override
        public Truth of(SceneObject object, Arrangement scene) {
            List<SceneObject> anchors = anchor.allIn(scene.objects());
            if (anchors.size() != 1 || anchors.contains(object)) {
                return Truth.IN_DOUBT;
            }
            double offset = direction.offset(object, anchors.get(0));
            return Math.abs(offset) <= scene.margin() ? Truth.IN_DOUBT : Truth.of(offset > 0);
        }
    }
}
