package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelChoicesTest {

    private static final KernelChoices.Conditions CONDITIONS =
            new KernelChoices.Conditions("some processor", "2.7.1", Precision.AUTO, 768, 128);

    @TempDir Path temp;

    private Path folder() {
        return temp.resolve("kernels");
    }

    /** A trial that ends as chance will have it, as one of two kernels of about the same speed. */
    private static Kernel trial() {
        return ThreadLocalRandom.current().nextBoolean()
                ? Kernel.FP32_ORDERED
                : Kernel.BF16_ORDERED;
    }

    private static Kernel choose(Path folder, KernelChoices.Conditions conditions) {
        return new KernelChoices(folder)
                .get(conditions, known -> known != Kernel.FP32, KernelChoicesTest::trial);
    }

    @Test
    void sixtyThreadsGetOneChoice() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Kernel>> asked = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                asked.add(pool.submit(() -> choose(folder(), CONDITIONS)));
            }
            Set<Kernel> chosen = new HashSet<>();
            for (Future<Kernel> each : asked) {
                chosen.add(each.get());
            }
            assertThat(chosen).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void processesAtTheSameTimeGetOneChoice() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            processes.add(start(folder()));
        }
        Set<String> chosen = new HashSet<>();
        for (Process process : processes) {
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
            new String(output, StandardCharsets.US_ASCII).lines().forEach(chosen::add);
        }
        assertThat(chosen).hasSize(1);
        assertThat(chosen).containsExactly(choose(folder(), CONDITIONS).name());
    }

    private static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Choosing.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Asks ten times. */
    static final class Choosing {

        private Choosing() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 10; i++) {
                System.out.println(choose(Path.of(arguments[0]), CONDITIONS));
            }
        }
    }

    @Test
    void aDamagedFileIsIgnoredAndWrittenAnew() throws Exception {
        Kernel chosen = choose(folder(), CONDITIONS);
        Path file = file();
        String whole = Files.readString(file);
        String name = chosen.name();
        for (String damaged :
                List.of(
                        "",
                        "{",
                        "[]",
                        whole.substring(0, whole.length() / 2),
                        whole.replace(name, "NO_SUCH_KERNEL"),
                        whole.replace(name, "FP32"), // which cannot be used
                        whole.replace("some processor", "another processor"),
                        "\0\uFFFD")) {
            Files.writeString(file, damaged);
            Kernel anew = choose(folder(), CONDITIONS);
            assertThat(Files.readString(file)).isEqualTo(whole.replace(name, anew.name()));
            assertThat(choose(folder(), CONDITIONS)).isEqualTo(anew);
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe}); // no UTF-8
        choose(folder(), CONDITIONS);
        assertThat(Files.readString(file)).contains("some processor");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".json")).findFirst().get();
        }
    }

    /** As where there is no home folder: one process keeps to its choice all the same. */
    @Test
    void withNoPlaceToWriteTheProcessKeepsItsChoice() throws Exception {
        Path blocked = Files.createFile(temp.resolve("file")).resolve("kernels");
        KernelChoices.Conditions own =
                new KernelChoices.Conditions("nowhere", "2.7.1", Precision.AUTO, 768, 128);
        Set<Kernel> chosen = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            chosen.add(choose(blocked, own));
        }
        assertThat(chosen).hasSize(1);
    }

    @Test
    void otherConditionsAreOtherChoices() throws Exception {
        choose(folder(), CONDITIONS);
        choose(
                folder(),
                new KernelChoices.Conditions("some processor", "2.7.2", Precision.AUTO, 768, 128));
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".json"))).hasSize(2);
        }
    }
}
