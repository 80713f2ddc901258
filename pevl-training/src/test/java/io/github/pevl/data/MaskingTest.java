package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares are counted over so many draws that they are off by 0.01 once in a million. */
class MaskingTest {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert();
    private static final int DRAWS = 40_000;
    private static final double TOLERANCE = 0.015;
    private static final String TEXT =
            "the dog @@ [pos_51] [pos_102] [pos_204] [pos_358] ## barks [SEP] loud [PAD]";
    private static final int FIRST_POSITION = 4; // [CLS] the dog @@

    private static long[] text;

    @BeforeAll
    static void encode() {
        try (PevlTokenizer tokenizer = new PevlTokenizer(WORDS)) {
            text = tokenizer.encode(TEXT).ids();
        }
    }

    @AfterAll
    static void theTextIsNotWrittenInto() {
        assertThat(text[FIRST_POSITION]).isEqualTo(WORDS.positionId(51));
    }

    private record Tally(
            Map<Integer, Integer> hidden, Map<Set<Integer>, Integer> ofBox, int masked, int kept) {
        double share(int place) {
            return hidden.getOrDefault(place, 0) / (double) DRAWS;
        }
    }

    private static Tally draw(Masking masking) {
        SplittableRandom random = new SplittableRandom(3);
        Map<Integer, Integer> hidden = new HashMap<>();
        Map<Set<Integer>, Integer> ofBox = new HashMap<>();
        int masked = 0;
        int kept = 0;
        for (int i = 0; i < DRAWS; i++) {
            long[] ids = text.clone();
            int[] places = new TokenMasker(masking, ids, WORDS, random).hide();
            assertThat(places).isSorted().doesNotHaveDuplicates();
            Set<Integer> box = new HashSet<>();
            for (int place : places) {
                hidden.merge(place, 1, Integer::sum);
                masked += ids[place] == WORDS.maskId() ? 1 : 0;
                kept += ids[place] == text[place] ? 1 : 0;
                if (WORDS.isPosition(text[place])) {
                    box.add(place - FIRST_POSITION);
                }
            }
            for (int place = 0; place < ids.length; place++) {
                if (Arrays.binarySearch(places, place) < 0) {
                    assertThat(ids[place]).as("not hidden").isEqualTo(text[place]);
                }
            }
            ofBox.merge(box, 1, Integer::sum);
        }
        return new Tally(hidden, ofBox, masked, kept);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.35, 1})
    void wordsAndMarkersAreHiddenByTheirChance(double words) {
        Tally tally = draw(new Masking(words, Masking.Boxes.NONE, 0));
        for (int place = 0; place < text.length; place++) {
            boolean never =
                    text[place] == WORDS.classId()
                            || text[place] == WORDS.padId()
                            || WORDS.isPosition(text[place]);
            assertThat(tally.share(place))
                    .as(WORDS.word(text[place]))
                    .isCloseTo(never ? 0 : words, within(never ? 0 : TOLERANCE));
        }
    }

    @Test
    void hiddenWordsBecomeMaskAnyWordOrStay() {
        Tally tally = draw(new Masking(0.35, Masking.Boxes.LIKE_WORDS, 0));
        double hidden = tally.hidden().values().stream().mapToInt(n -> n).sum();
        assertThat(tally.masked() / hidden).isCloseTo(0.8, within(TOLERANCE));
        assertThat(tally.kept() / hidden).isCloseTo(0.1, within(TOLERANCE));
        for (int i = 0; i < 4; i++) {
            assertThat(tally.share(FIRST_POSITION + i)).isCloseTo(0.35, within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "0.4"})
    void oneToFourPositionsAreHiddenEachNumberAndSubsetAlike(double wholeShare) {
        Tally tally = draw(new Masking(0, Masking.Boxes.SOME, wholeShare));
        assertThat(tally.hidden().keySet()).allMatch(place -> WORDS.isPosition(text[place]));
        assertThat(tally.masked())
                .isEqualTo(tally.hidden().values().stream().mapToInt(n -> n).sum());
        int[] subsets = {0, 4, 6, 4, 1};
        tally.ofBox()
                .forEach(
                        (subset, times) -> {
                            int size = subset.size();
                            double share = (1 - wholeShare) / 4 / subsets[size];
                            assertThat(times / (double) DRAWS)
                                    .as(subset.toString())
                                    .isCloseTo(
                                            size == 4 ? share + wholeShare : share,
                                            within(TOLERANCE));
                        });
        assertThat(tally.ofBox()).hasSize(15);
    }

    @Test
    void allPositionsOrNone() {
        Tally all = draw(new Masking(0, Masking.Boxes.ALL, 0));
        assertThat(all.ofBox()).containsOnlyKeys(Set.of(0, 1, 2, 3));
        assertThat(all.masked()).isEqualTo(4 * DRAWS);
        assertThat(draw(new Masking(0, Masking.Boxes.NONE, 0.7)).hidden()).isEmpty();
        Tally share = draw(new Masking(0, Masking.Boxes.LIKE_WORDS, 0.3));
        assertThat(share.ofBox().get(Set.of(0, 1, 2, 3)) / (double) DRAWS)
                .isCloseTo(0.3, within(TOLERANCE));
    }

    @Test
    void saysWhetherItHidesAnything() {
        assertThat(Masking.NOTHING.hidesNothing()).isTrue();
        assertThat(new Masking(0, Masking.Boxes.LIKE_WORDS, 0).hidesNothing()).isTrue();
        assertThat(new Masking(0, Masking.Boxes.UNWRITTEN, 0.5).hidesNothing()).isTrue();
        assertThat(new Masking(0.1, Masking.Boxes.NONE, 0).hidesNothing()).isFalse();
        assertThat(new Masking(0, Masking.Boxes.SOME, 0).hidesNothing()).isFalse();
        assertThat(new Masking(0, Masking.Boxes.LIKE_WORDS, 0.1).hidesNothing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0, words", "1.1, 0, words", "0, NaN, wholeShare", "0, 2, wholeShare"})
    void sharesAreChecked(double words, double wholeShare, String named) {
        assertThatThrownBy(() -> new Masking(words, Masking.Boxes.SOME, wholeShare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("from 0 to 1");
    }
}
