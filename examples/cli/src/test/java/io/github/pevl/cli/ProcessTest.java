package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs a process of its own: locales and signals. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals and locales of Unix")
class ProcessTest {

    /** Native methods of files, images and dates. */
    private static final Pattern WAITING =
            Pattern.compile(" (sun\\.nio|sun\\.awt|java\\.awt|java\\.util\\.TimeZone)\\.");

    @TempDir Path temp;

    /** The program, with a library whose destructor fails. */
    static final class WithFailingDestructor {

        private WithFailingDestructor() {}

        public static void main(String[] args) {
            NativeLibrary c = NativeLibrary.getInstance("c");
            c.getFunction("on_exit").invoke(new Object[] {c.getFunction("abort"), null});
            Pevl.main(args);
        }
    }

    private Process start(Class<?> program, String... args) throws IOException {
        List<String> line = new ArrayList<>();
        // A build in the background ignores SIGINT, and children would inherit that.
        line.addAll(List.of("env", "--default-signal=INT,TERM"));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx512m", "-Dai.djl.pytorch.num_threads=1", "-cp"));
        line.addAll(List.of(System.getProperty("java.class.path"), program.getName()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line).directory(temp.toFile());
        builder.redirectError(temp.resolve("err").toFile());
        builder.redirectOutput(temp.resolve("out").toFile());
        return builder.start();
    }

    private String utf8(String file) throws IOException {
        return Files.readString(temp.resolve(file), StandardCharsets.UTF_8);
    }

    /**
     * The text goes through a shell script, since Java itself writes its arguments in the locale.
     */
    private int inThePosixLocale(String arguments) throws Exception {
        Path script =
                Files.writeString(
                        temp.resolve("run.sh"),
                        "exec '%s' -cp '%s' %s %s"
                                .formatted(
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        System.getProperty("java.class.path"),
                                        Pevl.class.getName(),
                                        arguments));
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.directory(temp.toFile());
        builder.environment().remove("LANG");
        builder.environment().put("LC_ALL", "C");
        builder.redirectOutput(temp.resolve("out").toFile());
        builder.redirectError(temp.resolve("err").toFile());
        return builder.start().waitFor();
    }

    @Test
    void thePosixLocaleIsNamedWhereItCannotOpenAFile() throws Exception {
        Files.writeString(
                temp.resolve("names.json"),
                "[{\"file_name\": \"gr\u00f6\u00dfe.png\", \"pseudo_caption\": \"a cat\","
                        + " \"bbox\": [1, 2, 3, 4], \"width\": 8, \"height\": 8}]");
        assertThat(inThePosixLocale("check --format grounding-eval --data names.json --images ."))
                .isEqualTo(1);
        assertThat(utf8("out"))
                .contains(
                        "gr\u00f6\u00dfe.png cannot be opened in the locale", "set LC_ALL=C.UTF-8");
        assertThat(inThePosixLocale("ground --image gr\u00f6\u00dfe.png --text x")).isEqualTo(2);
        assertThat(utf8("err")).contains("gr\u00f6\u00dfe.png cannot be opened", "LC_ALL=C.UTF-8");
    }

    @Test
    void thePosixLocaleDamagesNoText() throws Exception {
        Fixtures.scene(temp.resolve("scene.png"));
        assertThat(inThePosixLocale("ground --json --image scene.png --text 'the caf\u00e9 star'"))
                .isZero();
        assertThat(utf8("out")).contains("\"expression\": \"the caf\u00e9 star\"");
        assertThat(utf8("err")).contains("does not know \"caf\u00e9\"");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalLeavesNoDraft(String signal, int code) throws Exception {
        Path out = Files.createDirectory(temp.resolve("data"));
        Process process = writing(WithFailingDestructor.class, out);
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor()).isEqualTo(code);
        assertThat(out).isEmptyDirectory();
        assertThat(utf8("err")).isEmpty();
    }

    /** Where nothing computes any more, libraries may clean up. */
    @Test
    void onlySignalsSkipDestructors() throws Exception {
        assertThat(start(WithFailingDestructor.class, "--version").waitFor()).isEqualTo(134);
        assertThat(start(Pevl.class, "--version").waitFor()).isZero();
    }

    @Test
    void theNextProcessClearsWhatAKilledOneLeft() throws Exception {
        Path out = Files.createDirectory(temp.resolve("data"));
        writing(Pevl.class, out).destroyForcibly().waitFor();
        assertThat(out).isNotEmptyDirectory();
        Run.of("scenes", "--count", 2, "--out", out.resolve("scenes")).succeeds();
        try (Stream<Path> left = Files.list(out)) {
            assertThat(left).containsExactly(out.resolve("scenes"));
        }
    }

    /** The times of a command are parts of what its caller waited for. */
    @Test
    void timesAddUpToNoMoreThanTheProcessTook() throws Exception {
        Fixtures.scene(temp.resolve("scene.png"));
        String[] command = {"ground", "--timing", "--image", "scene.png", "--text", "a star"};
        long before = System.nanoTime();
        assertThat(start(Pevl.class, command).waitFor()).isZero();
        double waited = (System.nanoTime() - before) / 1e9;
        Matcher total = Pattern.compile("(?m)^total +(\\S+) s$").matcher(utf8("err"));
        assertThat(total.find()).as(utf8("err")).isTrue();
        double hundredths = 0.02; // as the kernel tells them, and as they are printed
        assertThat(Double.parseDouble(total.group(1))).isBetween(0.1, waited + hundredths);
    }

    /**
     * While PyTorch is loaded, the C library's loader is locked, and whoever calls a native method
     * for the first time waits. What files, images and JSON need was called before.
     */
    @Test
    void nothingWaitsForPyTorchToBeLoaded() throws Exception {
        Path log = temp.resolve("links");
        String option = "-Xlog:jni+resolve=debug:file=%s:tid".formatted(log);
        String scene = Fixtures.scene(temp.resolve("scene.png")).toString();
        Child ended =
                Child.run(
                        Child.builder(
                                List.of(option), "ground", "--image", scene, "--text", "a star"),
                        temp);
        assertThat(ended.code()).as(ended.err()).isZero();
        List<String> links = Files.readAllLines(log);
        int loaded = first(links, line -> line.contains("PyTorchLibrary"));
        String engine = thread(links.get(loaded));
        int start = first(links, line -> thread(line).equals(engine));
        assertThat(start).isLessThan(loaded);
        assertThat(links.subList(start, loaded))
                .filteredOn(line -> !thread(line).equals(engine))
                .noneMatch(line -> WAITING.matcher(line).find());
    }

    private static int first(List<String> lines, Predicate<String> wanted) {
        for (int i = 0; i < lines.size(); i++) {
            if (wanted.test(lines.get(i))) {
                return i;
            }
        }
        throw new AssertionError(lines);
    }

    private static String thread(String line) {
        return line.substring(0, line.indexOf(']'));
    }

    /** A process that is in the middle of its scenes. */
    private Process writing(Class<?> program, Path folder) throws Exception {
        String out = folder.resolve("scenes").toString();
        Process process = start(program, "scenes", "--count", "1000000", "--out", out);
        while (process.isAlive() && images(folder) < 3) {
            Thread.sleep(10);
        }
        assertThat(process.isAlive()).as(utf8("err")).isTrue();
        return process;
    }

    private static long images(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(path -> path.toString().endsWith(".png")).count();
        }
    }
}
