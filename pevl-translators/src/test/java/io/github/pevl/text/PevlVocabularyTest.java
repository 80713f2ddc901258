package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PevlVocabularyTest {

    @TempDir private Path folder;

    @Test
    void bertsListHasPositionsInTheReservedPlaces() {
        PevlVocabulary plain = PevlVocabulary.bert();
        assertThat(plain.word(plain.boxBeginId() + 1)).isEqualTo("[pos_0]");
        assertThat(plain.contains("[unused200]")).isFalse();
        assertThat(plain.contains("[unused714]")).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(plain::noRelationId)
                .withMessageContaining("withRelations");
        assertThat(plain.withRelations().noRelationId()).isEqualTo(plain.boxEndId() + 1);
    }

    @Test
    void aSmallListIsTakenAsItIs() throws IOException {
        List<String> words = Words.tiny();
        PevlVocabulary tiny = PevlVocabulary.read(Words.write(folder, words));
        assertThat(tiny.size()).isEqualTo(words.size());
        assertThat(tiny.words()).isEqualTo(words);
        assertThat(tiny.padId()).isEqualTo(3);
        assertThat(tiny.maskId()).isEqualTo(words.indexOf("[MASK]"));
        assertThat(tiny.withRelations()).isSameAs(tiny);
        assertThat(tiny.binOf(tiny.positionId(511))).isEqualTo(511);
        assertThat(tiny.isPosition(tiny.boxEndId())).isFalse();
        assertThat(tiny.isPosition(tiny.classId())).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tiny.binOf(tiny.boxEndId()))
                .withMessageContaining("not a position");
    }

    @Test
    void bertsListFromAFileIsTheSame() throws IOException {
        List<String> words = PevlVocabulary.bert().withRelations().words();
        List<String> original =
                words.stream().map(word -> word.equals("[unrel]") ? "[unused714]" : word).toList();
        PevlVocabulary read = PevlVocabulary.read(Words.write(folder, original));
        assertThat(read.words()).isEqualTo(PevlVocabulary.bert().words());
    }

    @Test
    void missingWordsAreNamed() throws IOException {
        List<String> words = Words.tiny();
        words.remove("[MASK]");
        refused(words).withMessageContaining("vocab.txt").withMessageContaining("lacks \"[MASK]\"");
    }

    @Test
    void repeatedWordsAreNamedWithBothLines() throws IOException {
        List<String> words = Words.tiny();
        words.add("dog");
        refused(words).withMessageContaining("line " + words.size() + " repeats \"dog\" of line 2");
    }

    @Test
    void holesInThePositionsAreNamedWithTheirLine() throws IOException {
        List<String> words = Words.tiny();
        words.set(words.indexOf("[pos_300]"), "cat");
        refused(words)
                .withMessageContaining("line " + (words.indexOf("cat") + 1))
                .withMessageContaining("\"cat\" where \"[pos_300]\" is due");
    }

    @Test
    void emptyLinesAreNamed() throws IOException {
        List<String> words = Words.tiny();
        words.add(1, "");
        refused(words).withMessageContaining("line 2 is empty");
    }

    @Test
    void aListWithoutAnyPositionsIsRefused() throws IOException {
        refused(List.of("[PAD]", "dog")).withMessageContaining("[unused200]");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("none.txt");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PevlVocabulary.read(missing))
                .withMessageContaining(missing.toString());
    }

    private ThrowableAssertAlternative<?> refused(List<String> words) throws IOException {
        Path file = Words.write(folder, words);
        return assertThatIllegalArgumentException().isThrownBy(() -> PevlVocabulary.read(file));
    }
}
