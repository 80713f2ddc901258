package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program on a platform that its library of PyTorch is not built for. */
class PlatformTest {

    @TempDir Path temp;

    private Child run(List<String> options, String... args) throws Exception {
        return Child.run(Child.builder(options, args), temp);
    }

    private String scene() throws IOException {
        Path scene = temp.resolve("scene.png");
        return Files.exists(scene) ? scene.toString() : Fixtures.scene(scene).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, aarch64, linux-aarch64, true",
        "Mac OS X, aarch64, osx-aarch64, true",
        "Mac OS X, x86_64, osx-x86_64, false",
        "Windows 11, amd64, win-x86_64, true",
        "Linux, riscv64, linux-riscv64, false",
        "FreeBSD, amd64, freebsd-x86_64, false"
    })
    void anotherPlatformIsNamed(String system, String arch, String platform, boolean possible)
            throws Exception {
        List<String> there = List.of("-Dos.name=" + system, "-Dos.arch=" + arch);
        Child ended = run(there, "ground", "--image", scene(), "--text", "the star");
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err())
                .contains("for linux-x86_64", "this machine is " + platform)
                .contains("linux-x86_64, linux-aarch64, osx-aarch64, win-x86_64")
                .doesNotContain("500 MB");
        assertThat(ended.err().contains("-Dpytorch.classifier=" + platform)).isEqualTo(possible);
        assertThat(ended.code()).isEqualTo(1);
    }

    /** Of all commands that need the library; what needs none works. */
    @Test
    void allCommandsSaySo() throws Exception {
        List<String> there = List.of("-Dos.arch=aarch64");
        String data = temp.resolve("data").toString();
        String out = temp.resolve("out-folder").toString();
        Child drawn = run(there, "scenes", "--count", "2", "--out", data);
        assertThat(drawn.code()).as(drawn.err()).isZero();
        for (String[] command :
                new String[][] {
                    {"serve", "--port", "0"},
                    {"evaluate", "--data", data},
                    {"compile", "--out", out},
                    {"bench", "--rows", "grounding-1", "--rounds", "1"},
                    {
                        "train",
                        "--recipe",
                        "scenes",
                        "--data",
                        data,
                        "--validation",
                        data,
                        "--out",
                        out
                    }
                }) {
            Child ended = run(there, command);
            assertThat(ended.err()).as(command[0]).contains("this machine is linux-aarch64");
            assertThat(ended.code()).isEqualTo(1);
        }
        assertThat(run(there, "models").code()).isZero();
        assertThat(run(there, "--version").out()).contains("linux-x86_64", "aarch64");
    }

    @Test
    void theVersionSaysWhatIsRun() throws Exception {
        Child ended = run(List.of(), "--version", "--threads", "3");
        assertThat(ended.out().lines().toList())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("pevl "))
                .anyMatch(line -> line.matches("DJL \\d+\\.\\d+\\.\\d+.*"))
                .anyMatch(line -> line.matches("PyTorch \\d+\\.\\d+\\.\\d+, cpu, \\S+-\\S+"))
                .anyMatch(line -> line.startsWith("Java " + System.getProperty("java.version")))
                .anyMatch(line -> line.matches("Threads 3 of \\d+ CPUs"))
                .anyMatch(line -> line.matches("Processor .*, features.*"));
        assertThat(ended.code()).isZero();
    }
}
