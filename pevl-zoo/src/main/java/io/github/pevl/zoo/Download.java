package io.github.pevl.zoo;

import ai.djl.util.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Fetches a file by HTTP. What has come of it lies under the name with {@code .part} behind it:
 * after a break the next attempt asks for the rest only, if the server still has the same file,
 * which its tag tells.
 */
final class Download {

    private static final int CONNECT_MILLIS = 30_000;
    private static final int READ_MILLIS = 60_000;
    private static final int CHUNK = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final URI address;
    private final Path part;
    private final Path tag;

    /** The server has no such file. */
    static final class Absent extends IOException {

        private static final long serialVersionUID = 1L;

        Absent() {
            super("the server answers 404");
        }
    }

    /**
     * A download.
     *
     * @param address begins with {@code http}
     * @param file where it is to come; its folder exists
     */
    Download(URI address, Path file) {
        this.address = address;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.tag = file.resolveSibling(file.getFileName() + ".part.tag");
    }

    /**
     * Fetches the file, or the rest of it.
     *
     * @param progress may be null
     * @return the file, complete, still under its name of a part
     * @throws IOException saying the cause; what has come stays for the next attempt
     */
    Path fetch(Progress progress) throws IOException {
        long have = Files.exists(part) && Files.exists(tag) ? Files.size(part) : 0;
        HttpURLConnection connection = connect(have);
        try {
            if (connection.getResponseCode()
                    == RANGE_NOT_SATISFIABLE) { // the part is no beginning of what is there
                connection.disconnect();
                discard();
                have = 0;
                connection = connect(0);
            }
            int status = connection.getResponseCode();
            boolean rest = status == HttpURLConnection.HTTP_PARTIAL;
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new Absent();
            }
            if (status != HttpURLConnection.HTTP_OK && !rest) {
                throw new IOException("the server answers %d".formatted(status));
            }
            refusePage(connection);
            receive(connection, rest ? have : 0, progress);
            return part;
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(long have) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // A server may compress for transport, and then tells no length.
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (have > 0) {
            connection.setRequestProperty("Range", "bytes=%d-".formatted(have));
            connection.setRequestProperty("If-Range", Files.readString(tag));
        }
        return connection;
    }

    private static void refusePage(HttpURLConnection connection) throws IOException {
        String type = connection.getContentType();
        if (type != null && type.startsWith("text/html")) {
            throw new IOException("the server sends a web page instead of the file");
        }
    }

    private void receive(HttpURLConnection connection, long from, Progress progress)
            throws IOException {
        long rest = connection.getContentLengthLong();
        if (from > 0) {
            requireRange(connection, from);
        } else {
            discard();
            remember(connection);
        }
        if (progress != null) {
            progress.reset("Downloading", Math.max(0, from + rest));
            progress.update(from);
        }
        try (InputStream in = connection.getInputStream();
                OutputStream out =
                        Files.newOutputStream(
                                part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                if (progress != null) {
                    progress.increment(read);
                }
            }
        } finally {
            if (progress != null) {
                progress.end();
            }
        }
        requireLength(from + rest, rest >= 0);
    }

    private void requireLength(long due, boolean known) throws IOException {
        long size = Files.size(part);
        if (known && size < due) {
            throw new IOException(
                    "the connection broke off after %d of %d bytes".formatted(size, due));
        }
        if (known && size > due) {
            discard();
            throw new IOException("%d bytes came instead of %d".formatted(size, due));
        }
    }

    /** A server's range may begin elsewhere than was asked. */
    private void requireRange(HttpURLConnection connection, long from) throws IOException {
        String range = connection.getHeaderField("Content-Range");
        if (range == null || !range.startsWith("bytes %d-".formatted(from))) {
            discard();
            throw new IOException(
                    "the server sends the range \"%s\" instead of one from byte %d"
                            .formatted(range, from));
        }
    }

    /** Without a strong tag, a part is not gone on with: it might be of another file. */
    private void remember(HttpURLConnection connection) throws IOException {
        String strong = connection.getHeaderField("ETag");
        if (strong != null && strong.startsWith("\"")) {
            Files.writeString(tag, strong);
        }
    }

    /** Deletes what has come. */
    void discard() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tag);
    }
}
