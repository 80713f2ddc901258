package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Pevl;
import io.github.pevl.cli.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    @TempDir Path temp;

    @Test
    void wrongOptions() throws Exception {
        Run.of("serve", "--port", 65536).refuses("port is 65536", "0..65535");
        Run.of("serve", "--workers", 0).refuses("workers is 0");
        Run.of("serve", "--queue", 0).refuses("queue is 0");
        Run.of("serve", "--max-body", 0).refuses("--max-body is 0");
        Run.of("serve", "--max-pixels", 0).refuses("maxPixels is 0");
        Run.of("serve", "--max-texts", -1).refuses("maxTexts is -1");
        Run.of("serve", "--request-timeout", 0).refuses("--request-timeout is 0");
        Run.of("serve", "--model", "nothing").refuses("no model \"nothing\"", "pevl-scenes");
        Path token = Files.writeString(temp.resolve("token"), " \n");
        Run.of("serve", "--token-file", token).refuses("one line with the token");
        Run.of("serve", "--token-file", temp.resolve("none")).refuses("no file");
    }

    @Test
    void addressesInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = Run.of("serve", "--model", "pevl-scenes", "--port", taken.getLocalPort());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("cannot listen", "Choose another port");
        }
    }

    private Process start(String... args) throws IOException {
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Pevl.class.getName(),
                        "serve");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(java));
        builder.command().addAll(List.of(args));
        builder.redirectError(temp.resolve("err").toFile());
        return builder.start();
    }

    @Test
    void servesUntilItIsToEnd() throws Exception {
        Path token = Files.writeString(temp.resolve("token"), "open-sesame\n");
        Process process =
                start("--model", "pevl-scenes", "--port", "0", "--token-file", token.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).startsWith("serving  pevl-scenes at http://127.0.0.1:");
            URI models = URI.create(line.substring(line.indexOf("http")) + "/models");
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(models);
            HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
            assertThat(client.send(request.build(), text).statusCode()).isEqualTo(401);
            request.header("Authorization", "Bearer open-sesame");
            assertThat(client.send(request.build(), text).body()).contains("pevl-scenes");
            process.destroy(); // SIGTERM
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(temp.resolve("err")).isEmptyFile();
        } finally {
            process.destroyForcibly();
        }
    }
}
