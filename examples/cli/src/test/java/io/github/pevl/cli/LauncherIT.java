package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/pevl}, which starts the packaged jar. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a script for sh")
class LauncherIT {

    private static final Path JAR = Path.of(System.getProperty("pevl.jar"));

    private static final Path SCRIPT = JAR.resolve("../../bin/pevl").normalize();

    @TempDir Path temp;

    private Path cache;

    private Map<String, String> more = Map.of();

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void nameTheCache() {
        cache = temp.resolve("the cache");
    }

    private Process start(Path script, String name, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DJL_CACHE_DIR", cache.toString());
        builder.environment().put("PEVL_JAR", JAR.toString());
        builder.environment().putAll(more);
        builder.redirectOutput(out(name)).redirectError(err(name));
        return builder.start();
    }

    private File out(String name) {
        return temp.resolve(name + ".out").toFile();
    }

    private File err(String name) {
        return temp.resolve(name + ".err").toFile();
    }

    private Ended ended(String name, Process process) throws Exception {
        int code = process.waitFor();
        return new Ended(
                code, Files.readString(out(name).toPath()), Files.readString(err(name).toPath()));
    }

    private Ended run(String... args) throws Exception {
        return ended("run", start(SCRIPT, "run", args));
    }

    /** Archives and whatever else lies beside them. */
    private List<Path> archives() throws IOException {
        Path folder = cache.resolve("pevl-cds");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The second start takes the program's own classes from the archive of the first. */
    @Test
    void theSecondStartReadsAnArchive() throws Exception {
        Path log = temp.resolve("classes");
        more = Map.of("PEVL_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        Ended first = run("models");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(archives()).hasSize(1);
        assertThat(shared(log)).isFalse();
        assertThat(run("models")).isEqualTo(first);
        assertThat(shared(log)).isTrue();
        assertThat(archives()).hasSize(1);
        run("--help");
        assertThat(archives()).hasSize(2); // another command, other classes
    }

    private static boolean shared(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(
                    line ->
                            line.contains("io.github.pevl.cli.Pevl ")
                                    && line.contains("shared objects file"));
        }
    }

    @Test
    void theAnswerIsThatOfTheJar() throws Exception {
        String scene = Fixtures.scene(temp.resolve("scene.png")).toString();
        String[] command = {"ground", "--image", scene, "--text", "the bear left of the dog"};
        more = Map.of("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        Ended first = run(command);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("the bear left of the dog: x 4");
        assertThat(run(command)).isEqualTo(first);
    }

    @Test
    void twoMayStartAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(SCRIPT, "at-once-" + i, "models"));
        }
        for (int i = 0; i < 3; i++) {
            Ended ended = ended("at-once-" + i, processes.get(i));
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.err()).isEmpty();
        }
        assertThat(archives()).hasSize(1);
        assertThat(run("models").code()).isZero();
    }

    @Test
    void withoutACacheItRunsAllTheSame() throws Exception {
        Files.writeString(cache, "no folder");
        Ended ended = run("models");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        more = Map.of("PEVL_CDS", "off");
        cache = temp.resolve("unused");
        assertThat(run("models").out()).isEqualTo(ended.out());
        assertThat(cache).doesNotExist();
    }

    @Test
    void aFailureLeavesNoArchive() throws Exception {
        Ended ended = run("models", "--remove", "pevl-nothing");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(archives()).isEmpty();
    }

    /** A damaged archive, such as of a full disk, is not used. */
    @Test
    void aDamagedArchiveDoesNoHarm() throws Exception {
        Ended first = run("models");
        for (Path archive : archives()) {
            Files.write(archive, new byte[1000]);
        }
        assertThat(run("models")).isEqualTo(first);
    }

    @Test
    void longCommandsAreCompiledInFull() throws Exception {
        more = Map.of("PEVL_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        String level = "(?s).*intx TieredStopAtLevel += (\\d).*";
        assertThat(run("--version").out().replaceFirst(level, "$1")).isEqualTo("1");
        assertThat(run("check", "--version").out().replaceFirst(level, "$1")).isEqualTo("4");
        assertThat(run("serve", "--help").out().replaceFirst(level, "$1")).isEqualTo("4");
    }

    @Test
    void theScriptFindsItsJar() throws Exception {
        Path home = Files.createDirectories(temp.resolve("a home"));
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path copy = Files.copy(SCRIPT, bin.resolve("pevl"));
        assertThat(copy.toFile().setExecutable(true)).isTrue();
        more = Map.of("PEVL_JAR", "");
        Path link = Files.createSymbolicLink(temp.resolve("link"), copy);
        Ended missing = ended("missing", start(link, "missing", "models"));
        assertThat(missing.err()).contains("there is no", "PEVL_JAR").hasLineCount(1);
        assertThat(missing.code()).isEqualTo(1);
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve("lib")).resolve("pevl.jar"), JAR);
        Ended found = ended("found", start(link, "found", "models"));
        assertThat(found.code()).as(found.err()).isZero();
        more = Map.of("JAVA_HOME", temp.toString());
        assertThat(run("models").err()).contains("there is no Java", "JAVA_HOME").hasLineCount(1);
    }
}
