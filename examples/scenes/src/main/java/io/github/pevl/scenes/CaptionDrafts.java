package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws captions for a scene: phrases that each name one object unambiguously, joined by "and";
 * sometimes the last two are "the star left of the blue circle", where the second phrase makes the
 * first unambiguous.
 */
final class CaptionDrafts {
    private static final int TRIES = 4;
    private static final int MIN_PHRASES = 2;
    private static final double SHARE_OF_RELATIONS = 0.5;
    private static final double SHARE_OF_SUPERLATIVES = 0.3;

    private final Arrangement scene;
    private final List<SceneObject> objects;
    private final ExpressionDrafts phrases;
    private final Dice dice;

    CaptionDrafts(Arrangement scene, SplittableRandom random) {
        this.scene = scene;
        this.objects = scene.objects();
        this.phrases = new ExpressionDrafts(scene, random);
        this.dice = new Dice(random, scene.world());
    }

    /** Distinct captions; none for a scene of one object. */
    List<SceneCaption> draw() {
        Map<String, SceneCaption> found = new LinkedHashMap<>();
        int tries = objects.size() < MIN_PHRASES ? 0 : TRIES;
        for (int i = 0; i < tries && found.size() < SceneTasks.MAX_CAPTIONS; i++) {
            SceneCaption caption = draft();
            if (caption.mentions().size() >= MIN_PHRASES) {
                found.putIfAbsent(caption.text(), caption);
            }
        }
        return new ArrayList<>(found.values());
    }

    private SceneCaption draft() {
        MarkedText text = new MarkedText(objects);
        List<SceneObject> left = new ArrayList<>(objects);
        Phrase last =
                dice.chance(SHARE_OF_RELATIONS)
                        ? phrases.phrase(ExpressionKind.RELATION, (phrase, meant) -> true)
                        : null;
        if (last instanceof Phrase.Relation relation) {
            left.remove(relation.referent(scene));
            left.remove(relation.anchorIn(scene));
        }
        int alone = last == null ? 2 + dice.random().nextInt(2) : dice.random().nextInt(3);
        for (int i = 0; i < alone; i++) {
            Phrase phrase = alone(left);
            if (phrase != null) {
                SceneObject meant = meant(phrase);
                left.remove(meant);
                next(text).name(phrase.text(), meant);
            }
        }
        if (last instanceof Phrase.Relation relation) {
            next(text)
                    .name("the " + relation.described().text(), meant(relation))
                    .say(relation.direction().words(relation.longForm()))
                    .name("the " + relation.anchor().text(), anchor(relation));
        }
        return new SceneCaption(text.text(), text.mentions());
    }

    /** An unambiguous phrase for one of the remaining objects, or null. */
    private @Nullable Phrase alone(List<SceneObject> left) {
        ExpressionKind kind =
                dice.chance(SHARE_OF_SUPERLATIVES) ? ExpressionKind.SUPERLATIVE : single();
        return phrases.phrase(kind, (phrase, meant) -> left.containsAll(meant));
    }

    private ExpressionKind single() {
        List<ExpressionKind> kinds = scene.world().wording().single();
        return kinds.size() == 1 ? kinds.get(0) : dice.any(kinds);
    }

    private SceneObject meant(Phrase phrase) {
        return Objects.requireNonNull(phrase.referent(scene), "a drawn phrase names one object");
    }

    private SceneObject anchor(Phrase.Relation relation) {
        return Objects.requireNonNull(relation.anchorIn(scene), "a drawn relation has an anchor");
    }

    private static MarkedText next(MarkedText text) {
        return text.mentions().isEmpty() ? text : text.say("and");
    }
}
