package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        for (Criteria<?, ?> criteria : List.of(Models.byPath(folder), Models.byUrl(folder))) {
            assertThatIOException()
                    .isThrownBy(criteria::loadModel)
                    .withMessageContaining(folder + ": the argument " + key + " is missing")
                    .withMessageContaining(folder.resolve("serving.properties").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "task, groundinh, must be one of [grounding",
        "presence, on, 'must be calibrated, uncalibrated or off'",
        "maxTexts, 0, must be a whole number of at least 1",
        "maxPixels, 1e, must be a whole number of at least 1",
        "presence, calibrated, there is no presence.json",
    })
    void aDamagedArgumentIsAnErrorOfTheFile(String key, String value, String allowed)
            throws IOException {
        Path serving = folder.resolve("serving.properties");
        Files.writeString(serving, key + "=" + value + "\n", StandardOpenOption.APPEND);
        List<Criteria<?, ?>> ways =
                List.of(
                        Models.byPath(folder),
                        Models.byUrl(folder),
                        Criteria.builder()
                                .setTypes(Input.class, Output.class)
                                .optModelUrls(Models.url(folder))
                                .build());
        for (Criteria<?, ?> criteria : ways) {
            assertThatIOException()
                    .isThrownBy(criteria::loadModel)
                    .withMessageContainingAll(key, value, allowed, "Correct " + serving);
        }
    }

    /** Whoever programs it hears of it as DJL's own factories tell it. */
    @Test
    void aWrongArgumentOfTheProgramIsAnErrorOfTheProgram() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Models.criteria()
                                        .optModelUrls(Models.url(folder))
                                        .optArgument("maxTokens", "many")
                                        .build()
                                        .loadModel())
                .withMessageContaining("maxTokens is \"many\"; it must be a whole number");
    }

    @Test
    void whatTheProgramSaysComesFirst() throws Exception {
        replace("serving.properties", "maxTokens=64", "maxTokens=many");
        Models.criteria()
                .optModelUrls(Models.url(folder))
                .optArgument("maxTokens", 60)
                .build()
                .loadModel()
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence.json", "predicates.txt", "predicates.json", "answers.txt"})
    void aDamagedFileBesideTheWeightsIsNamed(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[] {'\n', (byte) 0xff, '{'});
        Files.writeString(
                folder.resolve("serving.properties"),
                "task=grounding,relations,answers\n",
                StandardOpenOption.APPEND);
        assertThatIOException()
                .isThrownBy(() -> Models.byUrl(folder).loadModel())
                .withMessageContaining(file.toString());
    }

    @Test
    void argumentsThatDoNotFitAreRefused() throws IOException {
        replace("serving.properties", "maxTokens=64", "maxTokens=many");
        assertThatIOException()
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
