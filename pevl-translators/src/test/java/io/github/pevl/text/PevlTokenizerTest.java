package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PevlTokenizerTest {

    private static final String BOX = "@@ [pos_1] [pos_2] [pos_3] [pos_4] ##";

    private static PevlTokenizer tokenizer;
    private static PevlVocabulary words;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        words = PevlVocabulary.read(Words.write(folder, Words.tiny()));
        tokenizer = new PevlTokenizer(words);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void aSmallVocabularyIsEnough() {
        assertThat(read(tokenizer.encode("The DOGS " + BOX + " cat [unrel] @@x")))
                .isEqualTo("[CLS] the dog ##s " + BOX + " [UNK] [unrel] @ @ [UNK]");
    }

    @Test
    void candidatesHaveNoBeginning() {
        assertThat(tokenizer.pieces("dogs")).containsExactly(words.id("dog"), words.id("##s"));
        assertThat(tokenizer.pieces("")).isEmpty();
    }

    @Test
    void masksAreOneTokenEach() {
        long mask = words.maskId();
        assertThat(tokenizer.encode("dog " + PositionTokens.maskedWords()))
                .containsExactly(
                        words.id("[CLS]"),
                        words.id("dog"),
                        words.id("@@"),
                        mask,
                        mask,
                        mask,
                        mask,
                        words.id("##"));
    }

    @Test
    void longTextsKeepTheirBeginning() {
        assertThat(read(tokenizer.encode("the dog the dog", 3))).isEqualTo("[CLS] the dog");
        assertThat(tokenizer.encode("the dog", 3)).isEqualTo(tokenizer.encode("the dog"));
    }

    @Test
    void textsBeyondTheLibrarysOwnLimitStayWhole() {
        String text = String.join(" ", Collections.nCopies(1000, "dog"));
        assertThat(tokenizer.encode(text)).hasSize(1001);
        assertThat(tokenizer.encode(text, 700)).hasSize(700);
    }

    @Test
    void aBoxIsNeverCutInTwo() {
        for (String box : List.of(BOX, PositionTokens.maskedWords())) {
            String text = "the " + box + " dog " + box + " dog";
            for (int limit = 1; limit <= 16; limit++) {
                long[] encoded = tokenizer.encode(text, limit);
                String kept = read(encoded);
                assertThat(("[CLS] " + text).startsWith(kept)).isTrue();
                assertThat(PositionTokens.withoutUnfinishedBox(kept)).isEqualTo(kept);
                assertThat(encoded.length).isBetween(limit - 5, limit);
            }
            assertThat(read(tokenizer.encode(text, 8))).isEqualTo("[CLS] the " + box);
        }
    }

    @Test
    void openPlacesAndLoneMarkersAreNoBox() {
        assertThat(tokenizer.encode("the [MASK] [MASK] [MASK] dog", 4)).hasSize(4);
        assertThat(tokenizer.encode("@@ dog dog dog", 3)).hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenizer.encode("dog", 0))
                .withMessageContaining("at most 0 tokens");
    }

    @Test
    void manyThreadsGetTheSameIds() throws Exception {
        List<String> texts =
                IntStream.range(0, 500)
                        .mapToObj(i -> "the dogs ".repeat(i % 7) + PositionTokens.word(i))
                        .toList();
        List<String> alone = texts.stream().map(text -> read(tokenizer.encode(text))).toList();
        Callable<List<String>> job =
                () -> texts.stream().map(text -> read(tokenizer.encode(text))).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<String>> result : threads.invokeAll(Collections.nCopies(8, job))) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String read(long[] ids) {
        return String.join(" ", LongStream.of(ids).mapToObj(words::word).toList());
    }
}
