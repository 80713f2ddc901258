package io.github.pevl.zoo;

import ai.djl.util.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a file by HTTP. An incomplete download is kept as {@code NAME.part}; the next attempt
 * asks only for the rest, if the server's ETag shows that the file has not changed.
 */
final class Download {

    private static final int CONNECT_MILLIS = 30_000;
    private static final int READ_MILLIS = 60_000;
    private static final int CHUNK = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final String PART = ".part";

    private static final Pattern RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

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
     * @param address as {@link #address} returns it
     * @param file the target; its folder exists
     */
    Download(URI address, Path file) {
        this.address = address;
        this.part = file.resolveSibling(file.getFileName() + PART);
        this.tag = tag(part);
    }

    /**
     * Parses an address.
     *
     * @throws IOException unless it is an http or https URL with a host
     */
    static URI address(String text) throws IOException {
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw notAddress(text, e);
        }
        throw notAddress(text, null);
    }

    private static IOException notAddress(String text, @Nullable Exception cause) {
        return new IOException(
                "\"%s\" is not an http or https URL, such as https://host/folder/".formatted(text),
                cause);
    }

    /**
     * Downloads the file, or the rest of it.
     *
     * @param progress may be null
     * @return the complete file, still named as a part
     * @throws IOException naming the cause; what was received is kept for the next attempt
     */
    Path fetch(@Nullable Progress progress) throws IOException {
        Beginning beginning = Beginning.of(part, tag);
        if (beginning.isWhole()) {
            return part;
        }
        if (beginning.bytes() == 0 || !receiveRest(beginning, progress)) {
            discard();
            receiveAll(progress);
        }
        return part;
    }

    private void receiveAll(@Nullable Progress progress) throws IOException {
        HttpURLConnection connection = connect();
        try {
            requireStatus(connection, HttpURLConnection.HTTP_OK);
            refusePage(connection);
            remember(connection);
            receive(connection, 0, progress);
        } finally {
            connection.disconnect();
        }
    }

    /**
     * False if the download cannot be resumed: the server has another file, or supports no ranges.
     */
    private boolean receiveRest(Beginning beginning, @Nullable Progress progress)
            throws IOException {
        HttpURLConnection connection = connect();
        connection.setRequestProperty("Range", "bytes=%d-".formatted(beginning.bytes()));
        connection.setRequestProperty("If-Range", beginning.tag());
        try {
            int status = connection.getResponseCode();
            if (status == RANGE_NOT_SATISFIABLE) {
                String range = connection.getHeaderField("Content-Range");
                return ("bytes */" + beginning.bytes()).equals(range);
            }
            if (status == HttpURLConnection.HTTP_OK) {
                refusePage(connection);
                discard();
                remember(connection);
                receive(connection, 0, progress);
                return true;
            }
            requireStatus(connection, HttpURLConnection.HTTP_PARTIAL);
            if (!beginning.isContinuedBy(connection)) {
                return false;
            }
            receive(connection, beginning.bytes(), progress);
            return true;
        } finally {
            connection.disconnect();
        }
    }

    private static void requireStatus(HttpURLConnection connection, int due) throws IOException {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new Absent();
        }
        if (status != due) {
            throw new IOException("the server answers %d".formatted(status));
        }
    }

    private HttpURLConnection connect() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // A server may compress for transport, and then sends no length.
        connection.setRequestProperty("Accept-Encoding", "identity");
        return connection;
    }

    private static void refusePage(HttpURLConnection connection) throws IOException {
        String type = connection.getContentType();
        if (type != null && type.startsWith("text/html")) {
            throw new IOException("the server sends a web page instead of the file");
        }
    }

    private void receive(HttpURLConnection connection, long from, @Nullable Progress progress)
            throws IOException {
        long rest = connection.getContentLengthLong();
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
                    "the connection was lost after %d of %d bytes".formatted(size, due));
        }
        if (known && size > due) {
            discard();
            throw new IOException("received %d bytes instead of %d".formatted(size, due));
        }
    }

    /** Without a strong ETag a part is not resumed: it might belong to another file. */
    private void remember(HttpURLConnection connection) throws IOException {
        String strong = connection.getHeaderField("ETag");
        if (strong != null && strong.startsWith("\"")) {
            Files.writeString(tag, strong + "\n" + connection.getContentLengthLong());
        }
    }

    /** Deletes what was received. */
    void discard() throws IOException {
        discard(part);
    }

    /** Deletes what was received of a download, given its part. */
    static void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tag(part));
    }

    private static Path tag(Path part) {
        return part.resolveSibling(part.getFileName() + ".tag");
    }

    /**
     * What was received of a file.
     *
     * @param bytes number received; 0 if nothing is known about the file
     * @param tag the server's ETag
     * @param total bytes of the whole file, or -1 if unknown
     */
    private record Beginning(long bytes, String tag, long total) {

        static Beginning of(Path part, Path tag) throws IOException {
            if (!Files.exists(part) || !Files.exists(tag)) {
                return new Beginning(0, "", -1);
            }
            String[] lines = Files.readString(tag).split("\n", -1);
            boolean told = lines.length > 1 && lines[1].matches("[0-9]{1,18}");
            return new Beginning(Files.size(part), lines[0], told ? Long.parseLong(lines[1]) : -1);
        }

        boolean isWhole() {
            return bytes > 0 && bytes == total;
        }

        /** Whether an answer of status 206 continues the same file to its end. */
        boolean isContinuedBy(HttpURLConnection answer) {
            String range = String.valueOf(answer.getHeaderField("Content-Range"));
            Matcher matcher = RANGE.matcher(range);
            if (!tag.equals(answer.getHeaderField("ETag")) || !matcher.matches()) {
                return false;
            }
            long whole = Long.parseLong(matcher.group(3));
            long length = answer.getContentLengthLong();
            return Long.parseLong(matcher.group(1)) == bytes
                    && Long.parseLong(matcher.group(2)) == whole - 1
                    && (total < 0 || whole == total)
                    && (length < 0 || length == whole - bytes);
        }
    }
}
