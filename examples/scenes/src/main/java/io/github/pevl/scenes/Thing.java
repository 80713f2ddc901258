package io.github.pevl.scenes;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An everyday thing, drawn from a small image of it.
 *
 * @param word its noun
 * @param synonyms other nouns for it
 * @param plural the noun of several; empty if the noun cannot be counted
 * @param sprite its image
 */
record Thing(String word, List<String> synonyms, Optional<String> plural, Sprite sprite)
        implements SceneKind {
    /** Small rotations, which change the outline but not what is up. */
    private static final int MAX_TURN = 15;

    Thing {
        synonyms = List.copyOf(synonyms);
    }

    @Override
    public String indefinite() {
        if (plural.isEmpty()) {
            return word;
        }
        boolean vowel = "aeio".indexOf(word.charAt(0)) >= 0 || word.startsWith("um");
        return (vowel ? "an " : "a ") + word;
    }

    @Override
    public int turn(SplittableRandom random) {
        return random.nextInt(-MAX_TURN, MAX_TURN + 1);
    }

    @Override
    public double aspect(int turn) {
        return sprite.extent(turn).getWidth() / sprite.extent(turn).getHeight();
    }

    @Override
    public void paint(Graphics2D g, SceneObject object) {
        sprite.paint(g, object.box(), object.turn());
    }
}
