package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.it.docs.Markdown;
import io.github.pevl.it.docs.ShellLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the documents is one that exists, with options that it has; those of the README
 * that take seconds are run. Requests by {@code curl} are sent by {@code DocumentedRequestsTest}.
 */
class DocumentedCommandsTest {

    private static final Set<String> COMMANDS =
            Set.of(
                    "java",
                    "pevl",
                    "mvn",
                    "curl",
                    "alias",
                    "export",
                    "source",
                    "(cd",
                    "spark-submit");

    /** First words of blocks that show what is printed, or a file. */
    private static final Set<String> SHOWN =
            Set.of(
                    "the",
                    "tensors",
                    "overall",
                    "[{boundingBox:",
                    "pevl-translators",
                    "limit_req_zone",
                    "engine=PyTorch",
                    "maxTexts=32",
                    "GroundJob");

    @TempDir Path temp;

    private static boolean isCommand(ShellLine line) {
        return COMMANDS.contains(line.program()) || line.program().contains("/");
    }

    static Stream<ShellLine> commands() throws IOException {
        return Markdown.blocks("").stream()
                .flatMap(block -> ShellLine.of(block).stream())
                .filter(DocumentedCommandsTest::isCommand);
    }

    /** No block is left out because nobody knows what it is. */
    @Test
    void everyBlockIsOfCommandsOrShown() throws IOException {
        for (Markdown.Block block : Markdown.blocks("")) {
            ShellLine first = ShellLine.of(block).get(0);
            boolean known = isCommand(first) || SHOWN.contains(first.program());
            assertThat(known).as(first.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandExists(ShellLine line) throws Exception {
        List<String> words = line.words();
        switch (line.program()) {
            case "pevl" -> parses(line.after("pevl"));
            case "java" -> javaStarts(line);
            case "mvn" -> mavenKnows(line);
            case "curl", "alias", "export", "source", "(cd", "spark-submit" -> {}
            case "/usr/bin/time" -> parses(line.after(words.get(4)));
            default -> assertThat(Markdown.ROOT.resolve(line.program())).isExecutable();
        }
    }

    private static void javaStarts(ShellLine line) throws IOException {
        List<String> words = line.words();
        int jar = words.indexOf("-jar");
        if (jar > 0) {
            assertThat(words.get(jar + 1)).endsWith("pevl.jar");
            parses(words.subList(jar + 2, words.size()));
        } else {
            String program = words.get(words.indexOf("-cp") + 2);
            for (int i = words.indexOf("-cp") + 2; program.startsWith("-"); i++) {
                program = words.get(i);
            }
            assertThat(isSource(program)).as(program).isTrue();
        }
    }

    /** A source file, or a class by its name. */
    private static boolean isSource(String program) throws IOException {
        if (program.endsWith(".java")) {
            return Files.exists(Markdown.ROOT.resolve(program));
        }
        Path file = Path.of(program.replace('.', '/') + ".java");
        try (Stream<Path> files = Files.walk(Markdown.ROOT)) {
            return files.anyMatch(path -> path.endsWith(file));
        }
    }

    private static void mavenKnows(ShellLine line) throws IOException {
        for (String word : line.words()) {
            if (word.startsWith("-P")) {
                String profile = "<id>" + word.substring(2) + "</id>";
                try (Stream<Path> files = Files.walk(Markdown.ROOT, 3)) {
                    assertThat(files.filter(file -> file.endsWith("pom.xml")))
                            .as(line.toString())
                            .anyMatch(pom -> read(pom).contains(profile));
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a reader may leave out, or fill in, is left out. */
    private static void parses(List<String> words) {
        String line = String.join("\n", words).replaceAll("\n\\[[^\\]]*\\]", "");
        String[] given = line.lines().filter(word -> !word.equals("...")).toArray(String[]::new);
        assertThatCode(() -> Pevl.commandLine(given).parseArgs(given))
                .as(String.join(" ", given))
                .doesNotThrowAnyException();
    }

    /** The README's first command prints what it shows; probabilities may differ by 0.002. */
    @Test
    void theReadmesCommandsPrintWhatItShows() throws Exception {
        List<Markdown.Block> blocks =
                Markdown.blocks("").stream()
                        .filter(block -> block.page().equals("README.md"))
                        .toList();
        String printed = run(ShellLine.of(blocks.get(0)).get(1));
        String shown = blocks.get(1).text();
        assertThat(words(printed)).isEqualTo(words(shown));
        List<Double> numbers = numbers(printed);
        List<Double> expected = numbers(shown);
        assertThat(numbers).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(numbers.get(i)).isCloseTo(expected.get(i), within(0.002));
        }
    }

    static Stream<ShellLine> quick() throws IOException {
        return commands()
                .filter(line -> line.page().equals("README.md") && line.words().contains("-jar"))
                .filter(line -> line.words().contains("--image"));
    }

    @ParameterizedTest
    @MethodSource("quick")
    void theReadmesQuickCommandsAnswer(ShellLine line) throws Exception {
        assertThat(run(line)).isNotBlank();
    }

    private static String words(String text) {
        return text.replaceAll("[0-9.]+", "N").strip();
    }

    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        Matcher number = Pattern.compile("[0-9]+\\.[0-9]+").matcher(text);
        while (number.find()) {
            numbers.add(Double.valueOf(number.group()));
        }
        return numbers;
    }

    /** Runs the program as in the project's root, without writing there. */
    private String run(ShellLine line) throws IOException {
        List<Object> words = new ArrayList<>(line.after(line.words().get(2)));
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("--image")) {
                words.set(i + 1, Markdown.ROOT.resolve(words.get(i + 1).toString()));
            } else if (words.get(i).equals("--out")) {
                words.set(i + 1, temp.resolve(words.get(i + 1).toString()));
            }
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] given = words.stream().map(Object::toString).toArray(String[]::new);
        int code =
                Pevl.execute(
                        Pevl.commandLine(given)
                                .setOut(new PrintWriter(out, true))
                                .setErr(new PrintWriter(err, true)),
                        given);
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
