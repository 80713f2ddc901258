package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Run;
import io.github.pevl.zoo.PevlModelZoo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsCommandTest {

    @Test
    void theTableHasALineForEachModel() {
        List<String> lines = Run.of("models").succeeds().out().lines().toList();
        assertThat(lines.get(0)).startsWith("NAME").contains("TASK", "SIZE", "WHERE", "LICENCE");
        assertThat(lines).hasSize(1 + PevlModelZoo.names().size());
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.matches(
                                        "pevl-everyday +grounding,phrases,relations,choices,answers,fill"
                                                + " +3\\.4 M +\\d\\.\\d MB +in the jar +Apache-2\\.0"
                                                + " +accuracy at IoU 0\\.5: .*"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "pevl-scenes +grounding +1\\.5 M +\\d\\.\\d MB +in the jar"
                                                + " +Apache-2\\.0 +accuracy at IoU 0\\.5: 0\\.953 .*"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "pevl-refcoco +grounding +210\\.5 M +- +to be imported .*"))
                .noneMatch(line -> line.endsWith(" "));
        int where = lines.get(0).indexOf("WHERE");
        assertThat(lines).allMatch(line -> line.charAt(where - 1) == ' ');
    }

    @Test
    void theSameIsThereAsJson() {
        String json = Run.of("models", "--json").succeeds().out();
        List<String> names = new ArrayList<>();
        for (JsonElement model :
                JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("models")) {
            JsonObject fields = model.getAsJsonObject();
            names.add(fields.get("name").getAsString());
            assertThat(fields.keySet())
                    .contains(
                            "tasks", "about", "parameters", "bytes", "place", "licence", "figures");
            assertThat(fields.get("place").getAsString())
                    .isIn("jar", "cache", "repository", "remote", "missing");
        }
        assertThat(names).isEqualTo(PevlModelZoo.names());
    }

    @Test
    void whatIsInTheJarIsNotDownloaded() {
        assertThat(Run.of("models", "--download", "pevl-scenes").succeeds().out())
                .isEqualTo("pevl-scenes is in the jar." + System.lineSeparator());
    }

    @Test
    void wrongUseIsTold() {
        Run.of("models", "--download", "pevl-nothing").refuses("pevl-nothing", "pevl-scenes, ");
        Run.of("models", "--remove", "../x").refuses("../x", "pevl-scenes, ");
        Run.of("models", "--download", "pevl-gqa").refuses("pevl-gqa", "import FILE --task gqa");
        Run.of("models", "--download", "pevl-vrd", "--remove", "pevl-vrd")
                .refuses("--remove", "--download");
        Run.of("models", "--json", "--remove", "pevl-vrd").refuses("--json");
        Run.of("models", "--yes").refuses("--yes", "--download");
    }
}
