package io.github.pevl.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.Masking;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
            text = tokenizer.encode(TEXT);
        }
    }

    @AfterAll
    static void theTextIsNotWrittenInto() {
        assertThat(text[FIRST_POSITION]).isEqualTo(WORDS.positionId(51));
    }

    private record Tally(
            Map<Integer, Integer> maskedAt,
            Map<Set<Integer>, Integer> ofBox,
            int masked,
            int kept) {
        double share(int index) {
            return maskedAt.getOrDefault(index, 0) / (double) DRAWS;
        }
    }

    private static Tally draw(Masking masking) {
        SplittableRandom random = new SplittableRandom(3);
        Map<Integer, Integer> maskedAt = new HashMap<>();
        Map<Set<Integer>, Integer> ofBox = new HashMap<>();
        int masked = 0;
        int kept = 0;
        for (int i = 0; i < DRAWS; i++) {
            long[] ids = text.clone();
            int[] positions = new TokenMasker(masking, ids, WORDS, random).mask();
            assertThat(positions).isSorted().doesNotHaveDuplicates();
            Set<Integer> box = new HashSet<>();
            for (int index : positions) {
                maskedAt.merge(index, 1, Integer::sum);
                masked += ids[index] == WORDS.maskId() ? 1 : 0;
                kept += ids[index] == text[index] ? 1 : 0;
                if (WORDS.isPosition(text[index])) {
                    box.add(index - FIRST_POSITION);
                }
            }
            for (int index = 0; index < ids.length; index++) {
                if (Arrays.binarySearch(positions, index) < 0) {
                    assertThat(ids[index]).as("not masked").isEqualTo(text[index]);
                }
            }
            ofBox.merge(box, 1, Integer::sum);
        }
        return new Tally(maskedAt, ofBox, masked, kept);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.35, 1})
    void wordsAndMarkersAreHiddenByTheirChance(double words) {
        Tally tally = draw(new Masking(words, Masking.Boxes.NONE, 0));
        for (int index = 0; index < text.length; index++) {
            boolean never =
                    text[index] == WORDS.classId()
                            || text[index] == WORDS.padId()
                            || WORDS.isPosition(text[index]);
            assertThat(tally.share(index))
                    .as(WORDS.word(text[index]))
                    .isCloseTo(never ? 0 : words, within(never ? 0 : TOLERANCE));
        }
    }

    @Test
    void hiddenWordsBecomeMaskAnyWordOrStay() {
        Tally tally = draw(new Masking(0.35, Masking.Boxes.LIKE_WORDS, 0));
        double maskedAt = tally.maskedAt().values().stream().mapToInt(n -> n).sum();
        assertThat(tally.masked() / maskedAt).isCloseTo(0.8, within(TOLERANCE));
        assertThat(tally.kept() / maskedAt).isCloseTo(0.1, within(TOLERANCE));
        for (int i = 0; i < 4; i++) {
            assertThat(tally.share(FIRST_POSITION + i)).isCloseTo(0.35, within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "0.4"})
    void oneToFourPositionsAreHiddenEachNumberAndSubsetAlike(double wholeShare) {
        Tally tally = draw(new Masking(0, Masking.Boxes.SOME, wholeShare));
        assertThat(tally.maskedAt().keySet()).allMatch(index -> WORDS.isPosition(text[index]));
        assertThat(tally.masked())
                .isEqualTo(tally.maskedAt().values().stream().mapToInt(n -> n).sum());
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
        assertThat(draw(new Masking(0, Masking.Boxes.NONE, 0.7)).maskedAt()).isEmpty();
        Tally share = draw(new Masking(0, Masking.Boxes.LIKE_WORDS, 0.3));
        assertThat(share.ofBox().get(Set.of(0, 1, 2, 3)) / (double) DRAWS)
                .isCloseTo(0.3, within(TOLERANCE));
    }

    /**
     * One network learns all tasks: questions keep their words and boxes, grounding hides boxes.
     */
    @Test
    void eachSampleIsMaskedAsItsTaskIsAsked() {
        Path image = Path.of("a.png");
        GroundingSample grounding =
                new GroundingSample(
                        image,
                        "a dog",
                        List.of(new PhraseBox(0, 5, new Box(1, 1, 9, 9))),
                        List.of(),
                        20,
                        20,
                        null);
        AnswerSample question =
                new AnswerSample(
                        image, "is it red", List.of(), "yes", "1", List.of(), 20, 20, null);
        Masking asked = new Masking(0.2, Masking.Boxes.ASKED, 0.7);
        assertThat(asked.of(grounding)).isEqualTo(new Masking(0.2, Masking.Boxes.SOME, 0.7));
        assertThat(asked.of(question)).isEqualTo(Masking.NOTHING);
        assertThat(asked.masksNothing()).isFalse();
        Masking all = new Masking(0.2, Masking.Boxes.ALL, 0);
        assertThat(all.of(question)).isEqualTo(all);
    }

    @Test
    void saysWhetherItHidesAnything() {
        assertThat(Masking.NOTHING.masksNothing()).isTrue();
        assertThat(new Masking(0, Masking.Boxes.LIKE_WORDS, 0).masksNothing()).isTrue();
        assertThat(new Masking(0, Masking.Boxes.UNWRITTEN, 0.5).masksNothing()).isTrue();
        assertThat(new Masking(0.1, Masking.Boxes.NONE, 0).masksNothing()).isFalse();
        assertThat(new Masking(0, Masking.Boxes.SOME, 0).masksNothing()).isFalse();
        assertThat(new Masking(0, Masking.Boxes.LIKE_WORDS, 0.1).masksNothing()).isFalse();
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
