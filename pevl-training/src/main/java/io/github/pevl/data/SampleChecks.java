package io.github.pevl.data;

import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import java.util.List;

/** Conditions that the samples of all tasks must meet. */
final class SampleChecks {

    private SampleChecks() {}

    static void requireSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image of %d x %d pixels holds no box; width and height are 1 or more."
                            .formatted(width, height));
        }
    }

    static void requireInside(PhraseBox phraseBox, String sentence) {
        int length = sentence.codePointCount(0, sentence.length());
        if (phraseBox.end() > length) {
            throw new IllegalArgumentException(
                    "Span [%d, %d) leaves the sentence '%s' of %d characters."
                            .formatted(phraseBox.begin(), phraseBox.end(), sentence, length));
        }
    }

    /** Refuses a box that lies entirely outside the image. */
    static void requireInside(Box box, int width, int height) {
        if (box.x1() > width || box.y1() > height || box.x2() < 0 || box.y2() < 0) {
            throw new IllegalArgumentException(
                    "Box (%s, %s, %s, %s) lies beside the image of %d x %d pixels."
                            .formatted(box.x1(), box.y1(), box.x2(), box.y2(), width, height));
        }
    }

    static void requireInside(List<Box> boxes, int width, int height) {
        boxes.forEach(box -> requireInside(box, width, height));
    }

    /** Checks the phrases of a sentence about an image. */
    static void requireInside(List<PhraseBox> phraseBoxes, String sentence, int width, int height) {
        for (PhraseBox phraseBox : phraseBoxes) {
            requireInside(phraseBox, sentence);
            requireInside(phraseBox.box(), width, height);
        }
    }

    static void requireObject(int index, int objects) {
        if (index < 0 || index >= objects) {
            throw new IllegalArgumentException(
                    "object %d does not exist; there are %d, counted from 0."
                            .formatted(index, objects));
        }
    }

    static void requireObjects(Sentence sentence, int objects) {
        sentence.references().forEach(index -> requireObject(index, objects));
    }
}
