package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are downloaded, from a server on this machine, by processes of the program. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "terminals of Linux")
class DownloadedModelsTest {

    private static final String ENTRY = "pevl-grounding";

    private static byte[] published;

    @TempDir Path temp;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private HttpServer server;

    @BeforeAll
    static void publish(@TempDir Path folder) throws IOException {
        PevlConfig sizes = new PevlConfig(64, 16, 64, 1, 1, 64, 2, 1, 1, 32, 30522, 32, 8, 0.1f);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Engine.getEngine("PyTorch").setRandomSeed(1);
            PevlBlock block = new PevlBlock(sizes);
            block.initialize(manager);
            ModelFolder.write(folder.resolve("model"), block, PevlVocabulary.bert(), Map.of());
        }
        published = Files.readAllBytes(folder.resolve("model").resolve(ModelFolder.WEIGHTS));
    }

    @BeforeEach
    void serve() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        server = HttpServer.create(new InetSocketAddress(here, 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(200, published.length);
                    exchange.getResponseBody().write(published);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    private ProcessBuilder program(List<String> options, String... args) {
        List<String> all = new ArrayList<>(options);
        all.add("-Dpevl.weights.url=" + url());
        ProcessBuilder builder = Child.builder(all, args);
        builder.environment().put("DJL_CACHE_DIR", temp.resolve("cache").toString());
        builder.environment().put("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        return builder;
    }

    private Child run(String... args) throws Exception {
        return run(List.of(), args);
    }

    private Child run(List<String> options, String... args) throws Exception {
        return Child.run(program(options, args), temp);
    }

    private Child atTerminal(String answer, String... args) throws Exception {
        return Child.atTerminal(program(List.of(), args), temp, answer);
    }

    private JsonObject listed() throws Exception {
        Child list = run("models", "--json");
        assertThat(list.code()).as(list.err()).isZero();
        JsonObject all = JsonParser.parseString(list.out()).getAsJsonObject();
        return all.getAsJsonArray("models").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(model -> model.get("name").getAsString().equals(ENTRY))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aModelComesAndGoes() throws Exception {
        assertThat(listed().get("place").getAsString()).isEqualTo("remote");
        assertThat(listed().get("source").getAsString()).isEqualTo(url() + "grounding.pth");
        Child loaded = run("models", "--download", ENTRY, "--yes");
        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.code()).isZero();
        assertThat(loaded.out()).startsWith("pevl-grounding is cached: " + temp);
        assertThat(listed().get("place").getAsString()).isEqualTo("cache");
        assertThat(listed().get("bytes").getAsLong()).isGreaterThan(published.length);
        assertThat(run("models", "--download", ENTRY).out()).isEqualTo(loaded.out());
        assertThat(requests).containsExactly("/grounding.pth");
        Child removed = run("models", "--remove", ENTRY);
        assertThat(removed.out()).matches("Removed \\S+ MB of pevl-grounding from the cache\\.\\R");
        assertThat(listed().get("place").getAsString()).isEqualTo("remote");
        assertThat(run("models", "--remove", ENTRY).out())
                .startsWith("The cache has nothing of pevl-grounding.");
    }

    @Test
    void aTerminalIsAsked() throws Exception {
        Child loaded = atTerminal("y", "models", "--download", ENTRY);
        assertThat(loaded.err())
                .contains(
                        "Download pevl-grounding (about 1.8 GB) from %sgrounding.pth? [y/N]"
                                .formatted(url()));
        assertThat(loaded.out()).startsWith("pevl-grounding is cached: ");
        assertThat(loaded.code()).isZero();
        assertThat(requests).containsExactly("/grounding.pth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "", "nyet", "\u0004"})
    void withoutAYesNothingIsDownloaded(String answer) throws Exception {
        Child declined = atTerminal(answer, "models", "--download", ENTRY);
        assertThat(declined.err()).contains("pevl-grounding was not downloaded");
        assertThat(declined.code()).isEqualTo(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void whereNobodyCanBeAskedAnOptionIsNeeded() throws Exception {
        Child refused = run("models", "--download", ENTRY);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err())
                .contains("about 1.8 GB", url(), "Give --yes", "import FILE --task grounding");
        assertThat(refused.code()).isEqualTo(2);
        Child offline =
                run(List.of("-Dai.djl.offline=true"), "models", "--yes", "--download", ENTRY);
        assertThat(offline.err()).contains("offline mode is on", "Turn it off");
        assertThat(offline.code()).isEqualTo(2);
        assertThat(requests).isEmpty();
    }

    @Test
    void commandsDownloadTheirModel() throws Exception {
        String scene = Fixtures.scene(temp.resolve("scene.png")).toString();
        String[] command = {"ground", "--image", scene, "--text", "the dog", "--model", ENTRY};
        Child refused = run(command);
        assertThat(refused.err()).contains("about 1.8 GB", url(), "Give --download");
        assertThat(refused.code()).isEqualTo(2);
        Child served = run("serve", "--port", "0", "--model", ENTRY);
        assertThat(served.err()).contains("about 1.8 GB", "Give --download");
        assertThat(requests).isEmpty();
        command = Arrays.copyOf(command, command.length + 1);
        command[command.length - 1] = "--download";
        Child found = run(command);
        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out()).contains("the dog: x ");
        assertThat(requests).containsExactly("/grounding.pth");
    }
}
