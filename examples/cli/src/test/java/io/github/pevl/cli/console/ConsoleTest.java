package io.github.pevl.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private static String[] restored(String commandLine, String... args) {
        return Console.restore(
                commandLine.replace(' ', '\0').getBytes(StandardCharsets.UTF_8), args);
    }

    @Test
    void argumentsAreTakenFromTheEndOfTheCommandLine() {
        assertThat(restored("java -jar pevl.jar ground --text café ", "ground", "--text", "caf??"))
                .containsExactly("ground", "--text", "café");
        assertThat(restored("java Pevl größe  ", "gr??e", "")).containsExactly("größe", "");
    }

    @Test
    void anotherCommandLineIsNotTakenForIt() {
        assertThat(restored("java @file ", "ground", "caf??")).containsExactly("ground", "caf??");
        assertThat(restored("java Pevl fill é ", "ground", "??")).containsExactly("ground", "??");
        byte[] latin = "java\0Pevl\0caf\u00e9\0".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Console.restore(latin, "caf?")).containsExactly("caf?");
    }

    @Test
    void escapedJsonIsTheSameInAscii() {
        String json = "{\"text\": \"caf\u00e9 \u732b \ud83d\ude00\"}";
        String escaped = Console.escaped(json);
        assertThat(escaped.chars()).allMatch(c -> c < 0x80);
        assertThat(JsonParser.parseString(escaped)).isEqualTo(JsonParser.parseString(json));
    }
}
