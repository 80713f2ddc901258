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
    void openPlacesAreFound() {
        EncodedText text = tokenizer.encode("dog " + PositionTokens.maskedWords());
        assertThat(text.placesOf(words.maskId())).containsExactly(3, 4, 5, 6);
        assertThat(text.placesOf(words.padId())).isEmpty();
    }

    @Test
    void longTextsKeepTheirBeginningAndSaySo() {
        EncodedText text = tokenizer.encode("the dog the dog", 3);
        assertThat(read(text)).isEqualTo("[CLS] the dog");
        assertThat(text.cut()).isEqualTo(2);
        assertThat(text.truncated()).isTrue();
        assertThat(tokenizer.encode("the dog", 3).truncated()).isFalse();
    }

    @Test
    void textsBeyondTheLibrarysOwnLimitStayWhole() {
        String text = String.join(" ", Collections.nCopies(1000, "dog"));
        assertThat(tokenizer.encode(text).length()).isEqualTo(1001);
        assertThat(tokenizer.encode(text, 700).length()).isEqualTo(700);
    }

    @Test
    void aBoxIsNeverCutInTwo() {
        for (String box : List.of(BOX, PositionTokens.maskedWords())) {
            String text = "the " + box + " dog " + box + " dog";
            for (int limit = 1; limit <= 16; limit++) {
                EncodedText encoded = tokenizer.encode(text, limit);
                String kept = read(encoded);
                assertThat(("[CLS] " + text).startsWith(kept)).isTrue();
                assertThat(PositionTokens.withoutUnfinishedBox(kept)).isEqualTo(kept);
                assertThat(encoded.length()).isBetween(limit - 5, limit);
                assertThat(encoded.length() + encoded.cut()).isEqualTo(16);
            }
            assertThat(read(tokenizer.encode(text, 8))).isEqualTo("[CLS] the " + box);
        }
    }

    @Test
    void openPlacesAndLoneMarkersAreNoBox() {
        assertThat(tokenizer.encode("the [MASK] [MASK] [MASK] dog", 4).length()).isEqualTo(4);
        assertThat(tokenizer.encode("@@ dog dog dog", 3).length()).isEqualTo(3);
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
        List<EncodedText> alone = texts.stream().map(tokenizer::encode).toList();
        Callable<List<EncodedText>> job = () -> texts.stream().map(tokenizer::encode).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<EncodedText>> result :
                    threads.invokeAll(Collections.nCopies(8, job))) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String read(EncodedText text) {
        return String.join(" ", LongStream.of(text.ids()).mapToObj(words::word).toList());
    }
}
