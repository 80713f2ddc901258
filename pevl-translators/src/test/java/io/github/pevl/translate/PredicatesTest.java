package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredicatesTest {

    @TempDir private Path folder;

    @Test
    void aModelBringsItsOwn() throws IOException {
        assertThat(Predicates.ofModel(folder)).isEqualTo(Predicates.visualGenome());
        Path json = folder.resolve(Predicates.JSON);
        Files.writeString(json, "{\"idx_to_predicate\": {\"2\": \"left of\", \"1\": \"above\"}}");
        assertThat(Predicates.ofModel(folder).names()).containsExactly("above", "left of");
        Files.writeString(folder.resolve(Predicates.TEXT), "near\nfar from\n");
        assertThat(Predicates.ofModel(folder).names()).containsExactly("near", "far from");
    }

    @Test
    void damagedListsAreRefused() throws IOException {
        refused("p.json", "{\"idx_to_predicate\": {\"2\": \"a\"}}", "no \"1\"");
        refused("p.json", "[\"a\"]", "idx_to_predicate");
        refused("p.json", "{", "p.json");
        refused("p.txt", "", "predicates has 0");
        refused("p.txt", "near\n\nfar\n", "predicate is \"\"");
    }

    private void refused(String name, String content, String part) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        assertThatIOException()
                .isThrownBy(() -> Predicates.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(part);
    }
}
