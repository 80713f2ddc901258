package io.github.pevl.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON files that people bring are read strictly, and refused with what to do. */
class JsonInputTest {

    private static final List<String> TEXTS = List.of("a", "é", "狗", "😀", "x".repeat(5000), "\\n");

    @TempDir Path temp;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(temp.resolve("brought.json"), bytes);
    }

    private Path write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    private NotJsonException refused(Path file) {
        NotJsonException e =
                catchThrowableOfType(NotJsonException.class, () -> JsonInput.read(file));
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).doesNotContainIgnoringCase("lenient").doesNotContain("path $");
        return e;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [1,]              | at ']': a trailing comma
                    {"a": 1,}         | at '}': a trailing comma
                    [{'a': 1}]        | at ''a': 1}]': single quotes are not JSON
                    {"a": 'b'}        | single quotes are not JSON; write double quotes
                    [NaN]             | at 'NaN]': NaN and Infinity are not JSON
                    [1, -Infinity]    | at '-Infinity]': NaN and Infinity are not JSON
                    [1, // one        | comments are not JSON; delete them
                    [1 /* one */]     | comments are not JSON; delete them
                    # one             | comments are not JSON; delete them
                    [None]            | at 'None]': values of Python
                    {"a" 1}           | is missing here
                    [1 2]             | is missing here
                    [1] [2]           | a file holds one value, and more follows
                    [1, 2             | cut off: the file ends in the middle
                    ["a               | cut off: the file ends in the middle
                    ``                | cut off: the file ends in the middle
                    """)
    void whatIsNotJsonIsSaidWithItsLine(String text, String said) throws IOException {
        NotJsonException e = refused(write("\n" + text));
        assertThat(e.getMessage()).startsWith("not JSON").contains(said);
        assertThat(e.line()).isEqualTo(text.isEmpty() ? 1 : 2);
        assertThat(e.in("a.json")).startsWith("a.json, line " + e.line() + ": not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1F8B0800   | packed with gzip; unpack it
                    504B0304   | packed with zip; unpack it
                    425A6839   | packed with bzip2; unpack it
                    80025D71   | a Python pickle
                    FFFE5B00   | not UTF-8 but UTF-16
                    FEFF005B   | not UTF-8 but UTF-16
                    FFFE00005B | not UTF-8 but UTF-32
                    005B       | not UTF-8 but UTF-16 or UTF-32
                    5B00       | not UTF-8 but UTF-16 or UTF-32
                    5B000000   | not UTF-8 but UTF-16 or UTF-32
                    """)
    void otherKindsOfFilesAreKnownByTheirFirstBytes(String bytes, String said) throws IOException {
        NotJsonException e = refused(write(java.util.HexFormat.of().parseHex(bytes)));
        assertThat(e.in("a.json")).startsWith("a.json: ").contains(said);
    }

    /** Bytes that are not UTF-8 are found where they stand, whatever stands before them. */
    @Test
    void drawnTextsInOtherEncodingsAreRefusedOnTheirLine() throws IOException {
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < 200; i++) {
            List<String> lines = new ArrayList<>();
            int count = random.nextInt(1, 40);
            int wrong = random.nextInt(count);
            for (int line = 0; line < count; line++) {
                lines.add("\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"");
            }
            String before = "[" + String.join(",\n", lines.subList(0, wrong));
            String mark = random.nextBoolean() ? "\uFEFF" : "";
            byte[] start =
                    (mark + before + (wrong == 0 ? "\"" : ",\n\""))
                            .getBytes(StandardCharsets.UTF_8);
            Charset latin = StandardCharsets.ISO_8859_1;
            byte[] end = "caf\u00e9\"]".getBytes(latin);
            byte[] all = new byte[start.length + end.length];
            System.arraycopy(start, 0, all, 0, start.length);
            System.arraycopy(end, 0, all, start.length, end.length);
            NotJsonException e = refused(write(all));
            assertThat(e.getMessage()).isEqualTo("not UTF-8 (byte 0xE9); save it as UTF-8.");
            assertThat(e.line()).isEqualTo(wrong + 1);
            String whole = mark + "[" + String.join(",\r\n", lines) + "]\n";
            JsonArray read = JsonInput.read(write(whole)).getAsJsonArray();
            JsonElement plain = JsonParser.parseString(whole.substring(mark.length()));
            assertThat(read).isEqualTo(plain);
        }
    }

    @Test
    void aCharacterThatIsCutOffAtTheEndIsNotUtf8() throws IOException {
        byte[] whole = "[\"狗".getBytes(StandardCharsets.UTF_8);
        assertThat(refused(write(java.util.Arrays.copyOf(whole, whole.length - 1))))
                .hasMessageContaining("not UTF-8 (byte 0xE7)");
    }

    @Test
    void theLastOfEqualKeysCountsAsInPython() throws IOException {
        assertThat(
                        JsonInput.read(write("{\"a\": 1, \"a\": 2}"))
                                .getAsJsonObject()
                                .get("a")
                                .getAsInt())
                .isEqualTo(2);
    }

    @Test
    void missingFilesStayMissing() {
        assertThatThrownBy(() -> JsonInput.read(temp.resolve("none.json")))
                .isInstanceOf(NoSuchFileException.class);
    }

    /** What the reader stumbles over far behind in a long line is quoted all the same. */
    @Test
    void longLinesAreQuotedWhereTheyFail() throws IOException {
        String long1 = "{\"a\": [" + "1, ".repeat(100_000) + "NaN], \"b\": 1}";
        assertThat(refused(write(long1))).hasMessageContaining("at 'NaN], \"b\": 1}'");
    }
}
