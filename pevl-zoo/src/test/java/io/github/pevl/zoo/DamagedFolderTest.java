package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.repository.zoo.Criteria;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model folder of which something is missing, damaged, or of another model. */
@ExtendWith(OwnCache.class)
class DamagedFolderTest {

    @TempDir Path temp;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Models.copy(temp.resolve("a model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "only\nwords\n", "[PAD]\n[PAD]\n", "\u0000\u00ff"})
    void aDamagedVocabularyIsAnErrorOfTheFile(String content) throws IOException {
        Path words = folder.resolve("vocab.txt");
        Files.write(words, content.getBytes(StandardCharsets.ISO_8859_1));
        for (Criteria<?, ?> criteria : List.of(Models.byPath(folder), Models.byUrl(folder))) {
            assertThatIOException()
                    .isThrownBy(criteria::loadModel)
                    .withMessageContaining("vocab.txt");
        }
        assertThatIOException()
                .isThrownBy(() -> ModelFolder.vocabulary(folder))
                .withMessageContaining(words.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"imageSide=\\u12", "\\uxyzw=1\n", "imageSide=\u00ff\n"})
    void damagedArgumentsAreAnErrorOfTheFile(String content) throws IOException {
        Path serving = folder.resolve("serving.properties");
        Files.write(serving, content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatIOException()
                .isThrownBy(() -> Models.byUrl(folder).loadModel())
                .withMessageContaining(serving + " is damaged");
        assertThatIOException()
                .isThrownBy(() -> ServingArguments.of(folder, ModelFolder.config(folder)))
                .withMessageContaining(serving + " is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "vocab.txt", "model.safetensors"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(folder.resolve(file));
        String message =
                folder
                        + " is no complete PEVL model: it has no "
                        + file
                        + ". A model folder holds config.json, vocab.txt, model.safetensors; copy"
                        + " the missing from where the model was made.";
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessage(message);
        assertThatIOException()
                .isThrownBy(() -> Models.byUrl(folder).loadModel())
                .withMessage(message);
    }

    @Test
    void aMissingFolderIsNamed() {
        folder = temp.resolve("elsewhere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.byUrl(folder))
                .withMessageContaining(folder + " is not a folder.");
    }

    @Test
    void sizesThatAreNotThoseOfTheWeightsAreRefused() throws IOException {
        replace("config.json", "\"textFeedForward\": 512", "\"textFeedForward\": 256");
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining(folder.toString())
                .withMessageContaining("check the sizes in config.json");
    }

    @Test
    void wordsThatAreNotThoseOfTheNetworkAreRefused() throws IOException {
        Files.write(
                folder.resolve("vocab.txt"),
                Stream.concat(
                                Files.readAllLines(folder.resolve("vocab.txt")).stream(),
                                Stream.of("onemore"))
                        .toList());
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageStartingWith(folder + ": vocab.txt has ")
                .withMessageContaining("the two files are not of the same model");
    }

    @Test
    void weightsThatWereCutOffAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("model.safetensors"), Arrays.copyOf(bytes, 1_000_000));
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining(folder.resolve("model.safetensors").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"imageSide", "maxTokens"})
    void aMissingArgumentIsNamed(String key) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("serving.properties"));
        Files.write(
                folder.resolve("serving.properties"),
                lines.stream().filter(line -> !line.startsWith(key)).toList());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining(folder + ": the argument " + key + " is missing")
                .withMessageContaining("serving.properties");
    }

    @Test
    void argumentsThatDoNotFitAreRefused() throws IOException {
        replace("serving.properties", "maxTokens=64", "maxTokens=many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining("maxTokens is \"many\"; it must be a whole number");
        replace("serving.properties", "maxTokens=many", "maxTokens=65");
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining("maxTokens is 65.0; the network has places for 64");
        replace("serving.properties", "imageSide=96", "imageSide=95");
        assertThatIOException()
                .isThrownBy(() -> Models.byPath(folder).loadModel())
                .withMessageContaining("imageSide is 95.0 where config.json has 96");
    }

    private void replace(String file, String what, String by) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(folder.resolve(file), text.replace(what, by));
    }
}
