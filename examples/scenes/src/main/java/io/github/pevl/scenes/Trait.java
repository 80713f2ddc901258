package io.github.pevl.scenes;

import java.util.List;
import java.util.Locale;

/** What can be said of an object. */
enum Trait {
    COLOR {
        @Override
        String of(SceneObject object) {
            return object.colorWord();
        }

        @Override
        List<String> values(World world) {
            return world.colors().stream().map(ShapeColor::word).toList();
        }
    },
    SIZE {
        @Override
        String of(SceneObject object) {
            return object.size().word();
        }

        @Override
        List<String> values(World world) {
            return ShapeSize.words();
        }
    },
    KIND {
        @Override
        String of(SceneObject object) {
            return object.kind().indefinite();
        }

        @Override
        List<String> values(World world) {
            return world.kinds().stream().map(SceneKind::indefinite).toList();
        }
    };

    /** The value of an object as words after "is": "red", "large", "a star". */
    abstract String of(SceneObject object);

    /** All values in a world, in a fixed order. */
    abstract List<String> values(World world);

    /** Its word: "color". */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
