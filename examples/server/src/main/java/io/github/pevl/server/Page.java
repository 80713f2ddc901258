package io.github.pevl.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page to try every task, and the files it consists of. */
final class Page implements HttpHandler {

    /** The path before a file of the page. */
    static final String FILES = "/page/";

    private static final String INDEX = "index.html";

    /** All files: nothing else is ever looked up, whatever a path says. */
    private static final List<String> NAMES =
            List.of(
                    INDEX,
                    "page.css",
                    "icon.svg",
                    "main.js",
                    "api.js",
                    "tasks.js",
                    "fields.js",
                    "stage.js",
                    "results.js",
                    "snippets.js",
                    "examples.js",
                    "scene1.jpg",
                    "scene2.jpg",
                    "scene3.jpg",
                    "scene4.jpg",
                    "scene5.jpg",
                    "scene6.jpg");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "jpg", "image/jpeg",
                    "svg", "image/svg+xml");

    private static final HttpString SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Map<String, byte[]> files = new HashMap<>();

    /** Reads the files. */
    Page() {
        for (String name : NAMES) {
            files.put(name, read("page/" + name));
        }
    }

    /** Reads a resource of this package. */
    static byte[] read(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String path = exchange.getRelativePath();
        String name = path.equals("/") ? INDEX : path.substring(FILES.length());
        byte[] file = files.get(name);
        if (file == null) {
            throw ApiException.noResource();
        }
        exchange.getResponseHeaders()
                .put(SECURITY_POLICY, POLICY)
                .put(Headers.CACHE_CONTROL, "no-cache");
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        Replies.send(exchange, 200, type, file);
    }
}
