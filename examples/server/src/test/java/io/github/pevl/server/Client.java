package io.github.pevl.server;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Asks a server as any client of DJL Serving does, by Java's own HTTP client. */
final class Client {

    static final Path SCENE = Path.of(System.getProperty("pevl.root"), "docs", "scene.png");

    private static final String BOUNDARY = "part-of-a-test";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String root;

    Client(PevlServer server) {
        this(server.port());
    }

    Client(int port) {
        root = "http://127.0.0.1:" + port;
    }

    String root() {
        return root;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Sends parts; byte arrays are files. */
    HttpResponse<String> parts(String path, Map<String, ?> parts) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        parts.forEach((name, value) -> part(body, name, value));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String name, Object value) {
        boolean file = value instanceof byte[];
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                        .formatted(BOUNDARY, name, file ? "; filename=\"a.png\"" : "");
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file ? (byte[]) value : value.toString().getBytes(StandardCharsets.UTF_8));
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    static JsonObject object(HttpResponse<String> response) {
        return JsonUtils.GSON.fromJson(response.body(), JsonObject.class);
    }

    static JsonElement json(String text) {
        return JsonUtils.GSON.fromJson(text, JsonElement.class);
    }

    static byte[] scene() {
        try {
            return Files.readAllBytes(SCENE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request with the scene in base64, and further fields. */
    static String withScene(String fields) {
        return "{\"image\": \"%s\", %s}"
                .formatted(Base64.getEncoder().encodeToString(scene()), fields);
    }
}
