package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that listens has loaded what its first requests need: counted in a JVM of its own. */
@Timeout(300)
class WarmUpTest {

    private static final String MODEL = "pevl-scenes";

    /** What classes of requests and images are called; HTTP's own are loaded by any request. */
    private static final String NEEDED =
            "(?s).*(io\\.github\\.pevl\\.(image|request|translate|internal)|javax\\.imageio|com\\.sun\\.imageio|ai\\.djl\\.(pytorch|translate|inference)).*";

    @TempDir private Path folder;

    /** Serves until its input ends. */
    public static final class Served {

        private Served() {}

        public static void main(String... args) throws Exception {
            ServerOptions options =
                    ServerOptions.builder()
                            .optAddress("127.0.0.1", 0)
                            .optModels(List.of(args))
                            .build();
            try (PevlServer server = PevlServer.start(options)) {
                System.out.println(server.port());
                System.in.read();
            }
        }
    }

    @Test
    void theFirstRequestsLoadNoClassesOfImagesAndNetworks() throws Exception {
        Path log = folder.resolve("classes.log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-Xlog:class+load:file=" + log,
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Served.class.getName(),
                                MODEL)
                        .redirectError(folder.resolve("errors.log").toFile())
                        .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            Client client = new Client(Integer.parseInt(out.readLine()));
            int before = loaded(log).size();
            String bomb = Base64.getEncoder().encodeToString(HostileRequestsTest.bomb());
            String path = "/predictions/" + MODEL;
            String refused = "{\"image\": \"%s\", \"text\": \"a star\"}".formatted(bomb);
            assertThat(client.post(path, refused).statusCode()).isEqualTo(400);
            String asked = Client.withScene(Asked.GROUNDING.fields());
            assertThat(client.post(path, asked).statusCode()).isEqualTo(200);
            List<String> later = loaded(log);
            assertThat(later).hasSizeGreaterThan(before);
            assertThat(later.subList(before, later.size()))
                    .noneMatch(name -> name.matches(NEEDED) && !name.contains("Lambda"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> loaded(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(line -> line.split(" ", -1)[1]).toList();
    }
}
