package io.github.pevl.zoo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves the files of a folder on the loopback address, as badly as it is told. */
final class FileServer implements AutoCloseable {

    /** Each request: method, path and range. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** Bytes of a body after which the connection breaks. */
    long breakAfter = Long.MAX_VALUE;

    /** What the length is said to be too large by. */
    int lengthTooLarge;

    /** Status of every answer, if not 0. */
    int status;

    /** Whether a web page comes in the place of any file. */
    String page;

    /** The tag of every file, or null for none. */
    String tag = "\"one\"";

    /** The tag of an answer to a range, or null for none; that of the file unless set. */
    Supplier<String> rangeTag = () -> tag;

    /** What an answer to a range says of it: first byte, last byte and total are put in. */
    String contentRange = "bytes %d-%d/%d";

    /** Whether a file is told to be another by a tag that does not match. */
    boolean heedsTag = true;

    /** Counted down when somebody asks for anything. */
    final CountDownLatch asked = new CountDownLatch(1);

    /** Waited for before the body of any file. */
    CountDownLatch held = new CountDownLatch(0);

    private final Path folder;
    private final HttpServer server;

    FileServer(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(FileServer::daemon));
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String path = exchange.getRequestURI().getPath();
        requests.add(path + (range == null ? "" : " " + range));
        asked.countDown();
        Path file = folder.resolve(path.substring(1));
        if (page != null) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            send(exchange, 200, page.getBytes(StandardCharsets.UTF_8), 0);
        } else if (status != 0 || !Files.isRegularFile(file)) {
            send(exchange, status == 0 ? 404 : status, new byte[0], 0);
        } else {
            file(exchange, Files.readAllBytes(file), range);
        }
    }

    private void file(HttpExchange exchange, byte[] content, String range) throws IOException {
        if (tag != null) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        String due = exchange.getRequestHeaders().getFirst("If-Range");
        boolean same = tag != null && (tag.equals(due) || !heedsTag);
        if (range == null || !same) {
            send(exchange, 200, content, 0);
            return;
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from >= content.length) {
            send(exchange, 416, new byte[0], 0);
            return;
        }
        exchange.getResponseHeaders()
                .set(
                        "Content-Range",
                        contentRange.formatted(from, content.length - 1, content.length));
        exchange.getResponseHeaders().remove("ETag");
        if (rangeTag.get() != null) {
            exchange.getResponseHeaders().set("ETag", rangeTag.get());
        }
        send(exchange, 206, content, from);
    }

    private void send(HttpExchange exchange, int code, byte[] content, int from)
            throws IOException {
        int length = content.length - from;
        exchange.sendResponseHeaders(code, length == 0 ? -1 : length + lengthTooLarge);
        // Closed with the exchange and not before: only so does a body that is too short break the
        // connection.
        await();
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, (int) Math.min(length, breakAfter));
        out.flush();
        exchange.close();
    }

    private void await() throws IOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
