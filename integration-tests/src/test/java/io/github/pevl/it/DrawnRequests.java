package io.github.pevl.it;

import ai.djl.modality.cv.Image;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Requests as Java objects, made of drawn parts; most constructors refuse. */
record DrawnRequests(Image image) {

    private static final int[] NUMBERS = {
        1, 1, 1, 2, 5, 0, -1, 1_000_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final double[] CORNERS = {
        0, 1, 5, 20, 30, 59.5, 60, -3, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, -0.0
    };

    private static int number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private Image image(Random random) {
        return random.nextInt(50) == 0 ? null : image;
    }

    /** A list, rarely null, rarely with a null entry. */
    private static <T> List<T> list(Random random, Supplier<T> entry) {
        if (random.nextInt(40) == 0) {
            return null;
        }
        List<T> list = new ArrayList<>();
        int count = DrawnTexts.count(random);
        for (int i = 0; i < count; i++) {
            list.add(random.nextInt(200) == 0 ? null : entry.get());
        }
        return list;
    }

    private static Box box(Random random) {
        if (random.nextInt(4) > 0) {
            int x = random.nextInt(50);
            int y = random.nextInt(40);
            return new Box(x, y, x + random.nextInt(30), y + random.nextInt(30));
        }
        return new Box(
                CORNERS[random.nextInt(CORNERS.length)],
                CORNERS[random.nextInt(CORNERS.length)],
                CORNERS[random.nextInt(CORNERS.length)],
                CORNERS[random.nextInt(CORNERS.length)]);
    }

    private static NamedBox object(Random random) {
        return new NamedBox(
                DrawnTexts.mostlyPlain(random), random.nextInt(100) == 0 ? null : box(random));
    }

    private static Span span(Random random, String text) {
        int begin = random.nextInt(text.length() + 2) - (random.nextInt(20) == 0 ? 1 : 0);
        return new Span(begin, begin + random.nextInt(10));
    }

    GroundingRequest grounding(Random random) {
        return new GroundingRequest(
                image(random), list(random, () -> DrawnTexts.mostlyPlain(random)), number(random));
    }

    PhraseRequest phrases(Random random) {
        String caption = DrawnTexts.mostlyPlain(random) + " " + DrawnTexts.mostlyPlain(random);
        if (random.nextInt(3) == 0) {
            List<String> phrases = list(random, () -> DrawnTexts.mostlyPlain(random));
            String[] array = phrases == null ? new String[0] : phrases.toArray(String[]::new);
            return PhraseRequest.find(image(random), caption, array);
        }
        return new PhraseRequest(
                image(random),
                random.nextInt(50) == 0 ? null : caption,
                list(random, () -> span(random, caption)),
                random.nextBoolean(),
                number(random));
    }

    RelationRequest relations(Random random) {
        List<NamedBox> objects = list(random, () -> object(random));
        if (random.nextBoolean()) {
            return new RelationRequest(image(random), objects);
        }
        int most = objects == null ? 1 : objects.size() + 1;
        return new RelationRequest(
                image(random),
                objects,
                list(
                        random,
                        () ->
                                new RelationRequest.Pair(
                                        random.nextInt(most), random.nextInt(most))));
    }

    private static Sentence sentence(Random random) {
        if (random.nextBoolean()) {
            return Sentence.parse(DrawnTexts.mostlyPlain(random));
        }
        List<Object> tokens = new ArrayList<>();
        int count = DrawnTexts.count(random);
        for (int i = 0; i < count; i++) {
            tokens.add(
                    random.nextInt(4) == 0
                            ? List.of(random.nextInt(3))
                            : DrawnTexts.mostlyPlain(random));
        }
        return Sentence.ofTokens(tokens);
    }

    ChoiceRequest choices(Random random) {
        ReferenceStyle[] styles = ReferenceStyle.values();
        return new ChoiceRequest(
                image(random),
                list(random, () -> object(random)),
                list(random, () -> sentence(random)),
                list(random, () -> sentence(random)),
                random.nextInt(50) == 0 ? null : styles[random.nextInt(styles.length)]);
    }

    AnswerRequest answers(Random random) {
        String question = DrawnTexts.mostlyPlain(random);
        return new AnswerRequest(
                image(random),
                random.nextInt(50) == 0 ? null : question,
                list(random, () -> new AnswerRequest.Mention(span(random, question), box(random))),
                list(random, () -> DrawnTexts.mostlyPlain(random)),
                number(random));
    }

    FillRequest fill(Random random) {
        FillRequest.Among[] among = FillRequest.Among.values();
        String masks = "[MASK] ".repeat(DrawnTexts.count(random));
        return new FillRequest(
                image(random),
                masks + DrawnTexts.mostlyPlain(random),
                random.nextInt(50) == 0 ? null : among[random.nextInt(among.length)],
                number(random));
    }
}
