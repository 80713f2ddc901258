package io.github.pevl.data;

import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Hides tokens of one text, as a {@link Masking} says. */
final class TokenMasker {

    private static final double TO_MASK = 0.8;
    private static final double TO_ANY = 0.9;

    private final Masking masking;
    private final PevlVocabulary vocabulary;
    private final SplittableRandom random;
    private final long[] ids;
    private final int[] places;
    private int count;

    /**
     * Begins.
     *
     * @param ids of a text; hidden ones are replaced
     */
    TokenMasker(Masking masking, long[] ids, PevlVocabulary vocabulary, SplittableRandom random) {
        this.masking = masking;
        this.vocabulary = vocabulary;
        this.random = random;
        this.ids = ids;
        places = new int[ids.length];
    }

    /** Hides; returns the places of the hidden tokens, in order. */
    int[] hide() {
        int next = 0;
        while (next < ids.length) {
            int end = endOfBox(next);
            if (end > next) {
                hideBox(next, end);
                next = end;
            } else {
                if (ids[next] != vocabulary.padId() && ids[next] != vocabulary.classId()) {
                    hideLikeAWord(next);
                }
                next++;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** The place behind the position tokens that begin here, at most those of one box. */
    private int endOfBox(int begin) {
        int end = begin;
        while (end < ids.length
                && end < begin + PositionTokens.PER_BOX
                && vocabulary.isPosition(ids[end])) {
            end++;
        }
        return end;
    }

    private void hideBox(int begin, int end) {
        int size = end - begin;
        switch (masking.boxes()) {
            case NONE, UNWRITTEN -> {}
            case ALL -> hideSome(begin, end, size);
            case SOME -> hideSome(begin, end, whole() ? size : 1 + random.nextInt(size));
            case LIKE_WORDS -> {
                if (whole()) {
                    hideSome(begin, end, size);
                } else {
                    for (int place = begin; place < end; place++) {
                        hideLikeAWord(place);
                    }
                }
            }
        }
    }

    private boolean whole() {
        return random.nextDouble() < masking.wholeShare();
    }

    /** Hides so many of the places; each subset of this size is equally likely. */
    private void hideSome(int begin, int end, int number) {
        int open = number;
        for (int place = begin; place < end; place++) {
            if (random.nextInt(end - place) < open) {
                open--;
                hide(place, vocabulary.maskId());
            }
        }
    }

    private void hideLikeAWord(int place) {
        if (random.nextDouble() < masking.words()) {
            double draw = random.nextDouble();
            long any = draw < TO_ANY ? random.nextInt(vocabulary.size()) : ids[place];
            hide(place, draw < TO_MASK ? vocabulary.maskId() : any);
        }
    }

    private void hide(int place, long cover) {
        places[count++] = place;
        ids[place] = cover;
    }
}
