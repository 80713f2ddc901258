package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRecordTest {

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void copyEarlierRun() throws IOException {
        file = folder.resolve(RunRecord.FILE);
        try (InputStream in = RunRecordTest.class.getResourceAsStream("earlier-run.json")) {
            Files.copy(in, file);
        }
    }

    @Test
    void readsTheRecordOfAnEarlierVersion() throws IOException {
        RunRecord record = new RunFolder(folder).record();
        assertThat(record.recipe()).isEqualTo(RecipeDraft.named("vcr-pretrain").recipe());
        assertThat(RunHistory.read(folder).recipe()).isEqualTo(record.recipe());
        assertThat(RecipeDraft.read(file).recipe()).isEqualTo(record.recipe());
        assertThat(record.validation().file()).isEqualTo(Path.of("/data/choices-eval.json"));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        RunRecord record = RunRecord.read(file);
        Files.writeString(file, RecordJson.write(record));
        assertThat(RunRecord.read(file)).isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\"|\"versions\"|run.json: missing keys [version], unknown keys [versions]",
                "\"momentum\"|\"moment\"|run.json: objective: missing keys [momentum]",
                "\"recipe\"|\"recipes\"|run.json: missing keys [recipe], unknown keys [recipes]",
                "\"data\": [|\"data\": {|run.json is not JSON in UTF-8: line 7",
            })
    void refusesWhatIsNoRecord(String from, String to, String problem) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
        assertThatThrownBy(() -> RunRecord.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem);
    }
}
