package io.github.pevl.data;

import static io.github.pevl.data.AnnotationJson.DICTIONARY;
import static io.github.pevl.data.AnnotationJson.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelationDictionaryTest {

    @TempDir Path temp;

    @Test
    void dictionariesAreChecked() throws IOException {
        Path dictionary = AnnotationJson.dictionary(temp);
        assertThat(RelationDictionary.read(dictionary)).isEqualTo(DICTIONARY);
        String good = Files.readString(dictionary);
        for (String part :
                List.of("\"idx_to_label\"", "\"3\"", "{\"1\": \"on\", \"2\": \"riding\"}")) {
            Path json = write(temp, good.replace(part, part.startsWith("{") ? "{}" : "\"0\""));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RelationDictionary.read(json))
                    .withMessageStartingWith(json + " is no dictionary of relations: ");
        }
    }
}
