package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile requests ask of a real model: refused as bad, while others are answered. */
@Timeout(300)
class HostileRequestsTest {

    private static final String MODEL = "pevl-scenes";
    private static final String PATH = "/predictions/" + MODEL;

    private static HttpServer inside;
    private static final AtomicInteger reached = new AtomicInteger();
    private static final CountDownLatch released = new CountDownLatch(1);
    private static PevlServer server;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inside.createContext(
                "/",
                exchange -> {
                    reached.incrementAndGet();
                    byte[] scene = Client.scene();
                    exchange.sendResponseHeaders(200, scene.length);
                    exchange.getResponseBody().write(scene);
                    exchange.close();
                });
        inside.createContext(
                "/redirect",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "http://localhost:1/inside");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        inside.start();
        server =
                PevlServer.start(
                        ServerOptions.builder()
                                .optAddress("127.0.0.1", 0)
                                .optModels(List.of(MODEL))
                                .optAllowedHosts(
                                        List.of("127.0.0.1:" + port(), "localhost:" + port()))
                                .build());
        client = new Client(server);
    }

    @AfterAll
    static void stop() {
        released.countDown();
        server.close();
        inside.stop(0);
    }

    private static int port() {
        return inside.getAddress().getPort();
    }

    private static void refused(String body, String... words) throws Exception {
        HttpResponse<String> answer = client.post(PATH, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonObject error = Client.object(answer);
        assertThat(error.get("message").getAsString())
                .contains(words)
                .doesNotContain("Exception", "io.github", "java.", "\n", "/root", "/tmp")
                .hasSizeLessThan(600);
        others();
    }

    private static void others() throws Exception {
        HttpResponse<String> answer = client.post(PATH, Client.withScene(Asked.GROUNDING.fields()));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static String about(String image) {
        return "{\"image\": \"%s\", \"text\": \"a star\"}".formatted(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/a.png",
                "http://127.0.0.1:1/a.png",
                "http://localhost/a.png",
                "http://[::1]/a.png",
                "http://[::ffff:127.0.0.1]/a.png",
                "http://0.0.0.0/a.png",
                "http://2130706433/a.png",
                "http://0x7f000001/a.png",
                "http://0177.0.0.1/a.png",
                "http://127.1/a.png",
                "http://10.0.0.1/a.png",
                "http://192.168.1.1/a.png",
                "http://169.254.169.254/latest/meta-data",
                "http://[fd00::1]/a.png",
                "http://metadata.example/a.png",
                "http://user:password@127.0.0.1/a.png",
                "https://127.0.0.1/a.png",
                "HTTP://127.0.0.1/a.png"
            })
    void urlsThatAreNotAllowed(String url) throws Exception {
        int before = reached.get();
        refused(about(url), "does not fetch");
        refused(about(url.replace("a.png", "%0d%0aHost:x")), "image");
        assertThat(reached).hasValue(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file:/etc/passwd",
                "jar:file:/a.jar!/b.png",
                "ftp://127.0.0.1/a.png",
                "gopher://127.0.0.1/a",
                "/etc/passwd",
                "../../docs/scene.png",
                "C:/scene.png",
                "data:image/png,abc",
                "data:text/html;base64,PGI+",
                "classpath:vocab.txt",
                "djl://x",
                "\\\\host\\share\\a.png",
                ""
            })
    void pathsAndOtherSchemes(String source) throws Exception {
        refused(about(source.replace("\\", "\\\\")), "image");
    }

    @Test
    void whatIsAllowedIsFetchedAndItsRedirectsAreChecked() throws Exception {
        String root = "http://127.0.0.1:" + port();
        int before = reached.get();
        assertThat(client.post(PATH, about(root + "/scene.png")).statusCode()).isEqualTo(200);
        assertThat(reached).hasValue(before + 1);
        refused(about(root + "/redirect"), "localhost");
        // A name must lead to public addresses, even one that is allowed.
        refused(about("http://localhost:%d/scene.png".formatted(port())), "private network");
    }

    /** A host that never answers holds up nobody who asks with an image. */
    @Test
    void silentHosts() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                PevlServer slow =
                        PevlServer.start(
                                ServerOptions.builder()
                                        .optAddress("127.0.0.1", 0)
                                        .optModels(List.of(MODEL))
                                        .optWorkers(2)
                                        .optRequestTimeout(Duration.ofSeconds(10))
                                        .optAllowedHosts(List.of("127.0.0.1"))
                                        .build())) {
            Client one = new Client(slow);
            String url = "http://127.0.0.1:%d/a.png".formatted(silent.getLocalPort());
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return one.post(PATH, about(url));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            String body = Client.withScene(Asked.GROUNDING.fields());
            assertThat(one.post(PATH, body).statusCode()).isEqualTo(200);
            assertThat(waiting.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(one.post(PATH, body).statusCode()).isEqualTo(200);
        }
    }

    /** 26,000 x 26,000 pixels, all of one color, in some 80 kB. */
    static byte[] bomb() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(26_000);
        fields.writeInt(26_000);
        fields.write(new byte[] {1, 0, 0, 0, 0}); // one bit of grey a pixel
        chunk(png, "IHDR", header.toByteArray());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(packed)) {
            byte[] row = new byte[1 + 26_000 / 8];
            for (int y = 0; y < 26_000; y++) {
                deflater.write(row);
            }
        }
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] content)
            throws IOException {
        DataOutputStream out = new DataOutputStream(png);
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        out.writeInt(content.length);
        out.write(type);
        out.write(content);
        CRC32 sum = new CRC32();
        sum.update(type);
        sum.update(content);
        out.writeInt((int) sum.getValue());
    }

    @Test
    void decompressionBombs() throws Exception {
        byte[] bomb = bomb();
        assertThat(bomb).hasSizeLessThan(100_000);
        refused(about(Base64.getEncoder().encodeToString(bomb)), "676000000 pixels", "maxPixels");
        HttpResponse<String> parts = client.parts(PATH, Map.of("image", bomb, "text", "a star"));
        assertThat(parts.statusCode()).isEqualTo(400);
        HttpResponse<String> session = client.parts("/sessions", Map.of("image", bomb));
        assertThat(session.statusCode()).isEqualTo(400);
        assertThat(session.body()).contains("676000000 pixels");
    }

    @Test
    void hugeArraysAndDeepNests() throws Exception {
        String many = "\"a\",".repeat(1_000_000);
        refused("{\"candidate_labels\": [%s\"a\"]}".formatted(many), "values");
        refused("{\"text\": " + "[".repeat(100_000), "nested");
        refused("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000), "nested");
        refused("{\"text\": \"" + "a".repeat(5_000_000) + "\", \"image\": \"\"}", "image");
        refused("{\"text\": 1" + "0".repeat(1_000_000) + "}", "$.text");
        refused("{\"a\": 1, \"a\": 2}", "twice");
        refused("not JSON", "JSON");
        refused("", "JSON");
        refused("\u0000\u0001", "JSON");
    }

    @Test
    void tooMuchToAnswer() throws Exception {
        String labels = "\"a star\",".repeat(200);
        refused(Client.withScene("\"candidate_labels\": [%s\"a\"]".formatted(labels)), "maxTexts");
        refused(
                Client.withScene("\"text\": \"%s\"".formatted("a ".repeat(20_000))),
                "maxTextLength");
        refused(Client.withScene("\"text\": \"a\", \"alternatives\": -1"), "alternatives");
        refused(Client.withScene("\"text\": \"a\", \"alternatives\": 1e9999"), "alternatives");
        refused(Client.withScene("\"text\": \"a\", \"task\": \"relations\""), "task");
    }

    @Test
    void manyPartsAndPartsThatAreNone() throws Exception {
        Map<String, Object> parts = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            parts.put("part" + i, "a");
        }
        assertThat(client.parts(PATH, parts).statusCode()).isEqualTo(400);
        for (String type :
                List.of(
                        "multipart/form-data",
                        "multipart/form-data; boundary=",
                        "multipart/form-data; boundary=x",
                        "multipart/form-data; boundary=\"x")) {
            HttpResponse<String> answer =
                    client.send(
                            client.request(PATH)
                                    .header("Content-Type", type)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "--x\r\nContent-Disposition: form-data\r\n\r\na")));
            assertThat(answer.statusCode()).as(type).isEqualTo(400);
        }
        others();
    }
}
