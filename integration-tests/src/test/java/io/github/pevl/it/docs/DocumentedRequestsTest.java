package io.github.pevl.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.pevl.server.PevlServer;
import io.github.pevl.server.ServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The requests of docs/serving.md, sent to a server one after the other, are all answered. */
class DocumentedRequestsTest {

    private static final String BOUNDARY = "----documented";

    /** The session in the document, which only the server that was asked for it knows. */
    private static final String SESSION = "4e2e1a5fb132571dbad84a297a56ed3e";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyRequestIsAnswered() throws Exception {
        List<ShellLine> requests =
                Markdown.blocks("").stream()
                        .filter(block -> block.page().equals("docs/serving.md"))
                        .flatMap(block -> ShellLine.of(block).stream())
                        .filter(line -> line.program().equals("curl"))
                        .toList();
        assertThat(requests).hasSizeGreaterThan(8);
        String session = SESSION;
        try (PevlServer server =
                PevlServer.start(ServerOptions.builder().optAddress("127.0.0.1", 0).build())) {
            for (ShellLine request : requests) {
                String answer = send(request, server.port(), session);
                if (answer.contains("\"session\"")) {
                    session =
                            JsonParser.parseString(answer)
                                    .getAsJsonObject()
                                    .get("session")
                                    .getAsString();
                }
            }
        }
        assertThat(session).isNotEqualTo(SESSION);
    }

    private String send(ShellLine request, int port, String session) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        List<String> words = request.words();
        String json = null;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-F" -> part(form, words.get(++i));
                case "-d" -> json = words.get(++i);
                case "-H" -> builder.header("Content-Type", words.get(++i).split(": ", 2)[1]);
                default -> {
                    String url = words.get(i).replace("localhost:8080", "127.0.0.1:" + port);
                    builder.uri(URI.create("http://" + url.replace(SESSION, session)));
                }
            }
        }
        if (json == null) {
            form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            builder.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
            builder.POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()));
        } else {
            builder.POST(HttpRequest.BodyPublishers.ofString(json));
        }
        HttpResponse<String> answer =
                client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(request + "\n" + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void part(ByteArrayOutputStream form, String field) throws IOException {
        String name = field.substring(0, field.indexOf('='));
        String value = field.substring(name.length() + 1);
        boolean file = value.startsWith("@");
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                        .formatted(BOUNDARY, name, file ? "; filename=\"file\"" : "");
        form.write(head.getBytes(StandardCharsets.UTF_8));
        form.write(
                file
                        ? Files.readAllBytes(Markdown.ROOT.resolve(value.substring(1)))
                        : value.getBytes(StandardCharsets.UTF_8));
        form.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
