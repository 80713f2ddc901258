package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may ask, and what every answer has. */
@Timeout(300)
class AccessTest {

    private final FakeModel model = new FakeModel().let(100);
    private PevlServer server;
    private Client client;

    private void serve(ServerOptions.Builder options) throws Exception {
        server = model.serve(options);
        client = new Client(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder ask() {
        return client.request("/predictions/fake").POST(HttpRequest.BodyPublishers.ofString("a"));
    }

    private static void expect(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(Client.object(response).keySet()).containsExactly("code", "type", "message");
        assertThat(Client.object(response).get("code").getAsInt()).isEqualTo(status);
        assertThat(Client.object(response).get("type").getAsString()).isEqualTo(type);
    }

    @Test
    void withAToken() throws Exception {
        serve(ServerOptions.builder().optToken("open-sesame"));
        for (String path : new String[] {"/models", "/models/fake", "/metrics", "/openapi.json"}) {
            expect(client.get(path), 401, "UnauthorizedException");
        }
        HttpResponse<String> none = client.send(ask());
        expect(none, 401, "UnauthorizedException");
        assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        expect(
                client.send(ask().header("Authorization", "Bearer open-sesam")),
                401,
                "UnauthorizedException");
        expect(
                client.send(ask().header("Authorization", "open-sesame")),
                401,
                "UnauthorizedException");
        assertThat(client.send(ask().header("Authorization", "Bearer open-sesame")).statusCode())
                .isEqualTo(200);
        assertThat(client.get("/").statusCode()).isEqualTo(200);
        assertThat(client.get("/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfOtherSites() throws Exception {
        serve(ServerOptions.builder());
        expect(
                client.send(ask().header("Origin", "https://elsewhere.example")),
                403,
                "ForbiddenException");
        expect(client.send(ask().header("Origin", "null")), 403, "ForbiddenException");
        HttpResponse<String> own = client.send(ask().header("Origin", client.root()));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theSiteThatIsAllowed() throws Exception {
        serve(ServerOptions.builder().optToken("t").optCorsOrigin("https://app.example"));
        HttpResponse<String> preflight =
                client.send(
                        client.request("/predictions/fake")
                                .header("Origin", "https://app.example")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("Authorization, Content-Type");
        HttpResponse<String> answer =
                client.send(
                        ask().header("Origin", "https://app.example")
                                .header("Authorization", "Bearer t"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://app.example");
        expect(
                client.send(ask().header("Origin", "https://app.example.evil.example")),
                403,
                "ForbiddenException");
    }

    @Test
    void pathsAndMethods() throws Exception {
        serve(ServerOptions.builder());
        expect(client.get("/nothing"), 404, "ResourceNotFoundException");
        expect(client.get("/page/../openapi.json"), 404, "ResourceNotFoundException");
        expect(client.get("/page/%2e%2e/openapi.json"), 404, "ResourceNotFoundException");
        expect(client.get("/models/none"), 404, "ModelNotFoundException");
        expect(client.post("/predictions/none", "a"), 404, "ModelNotFoundException");
        expect(client.get("/predictions/fake"), 405, "MethodNotAllowedException");
        expect(client.post("/models?url=file:///tmp", ""), 405, "MethodNotAllowedException");
        for (String method : new String[] {"PUT", "DELETE"}) {
            expect(
                    client.send(
                            client.request("/models/fake")
                                    .method(method, HttpRequest.BodyPublishers.noBody())),
                    405,
                    "MethodNotAllowedException");
        }
    }

    @Test
    void headers() throws Exception {
        serve(ServerOptions.builder());
        for (String path : new String[] {"/", "/ping", "/nothing", "/models"}) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
        assertThat(client.get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http");
    }
}
