package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images of allowed hosts, from servers of every bad kind; no other host is asked. */
class ImageUrlsTest {

    private static final ImageUrls.Timeouts LONG = timeouts(60_000, 60_000);

    private static final int MAX = 100_000;
    private static final byte[] FILE = new byte[5_000];

    static {
        Arrays.fill(FILE, (byte) 7);
    }

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable socket : open) {
            socket.close();
        }
    }

    /** What a server does with a connection whose request was read. */
    private interface Answer {
        void give(OutputStream out) throws IOException;
    }

    /** A server on this machine; its connections stay open until the test ends. */
    private String serve(Answer answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread =
                new Thread(
                        () -> {
                            while (!server.isClosed()) {
                                try {
                                    Socket socket = server.accept();
                                    open.add(socket);
                                    socket.getInputStream().read(new byte[4096]);
                                    answer.give(socket.getOutputStream());
                                } catch (IOException e) {
                                    // The client has had enough, or the test is over.
                                }
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return "http://127.0.0.1:" + server.getLocalPort() + "/image.png";
    }

    private static void head(OutputStream out, String... lines) throws IOException {
        out.write(
                ("HTTP/1.1 " + String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static ImageUrls.Timeouts timeouts(int read, int total) {
        return new ImageUrls.Timeouts(
                Duration.ofSeconds(60), Duration.ofMillis(read), Duration.ofMillis(total));
    }

    private static ImageUrls allowing(String... hosts) {
        return new ImageUrls(AllowedHosts.of(List.of(hosts)), MAX, LONG);
    }

    private static void fails(String url, String... parts) {
        fails(LONG, url, parts);
    }

    private static void fails(ImageUrls.Timeouts timeouts, String url, String... parts) {
        ImageUrls urls = new ImageUrls(AllowedHosts.of(List.of("127.0.0.1")), MAX, timeouts);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> urls.fetch(url))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static void refused(ImageUrls urls, String url, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> urls.fetch(url))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void wholeFilesOfAllowedHostsAreFetched() throws Exception {
        String plain =
                serve(
                        out -> {
                            head(out, "200 OK", "Content-Length: " + FILE.length);
                            out.write(FILE);
                        });
        String chunked =
                serve(
                        out -> {
                            head(out, "200 OK", "Transfer-Encoding: chunked");
                            out.write("1388\r\n".getBytes(StandardCharsets.US_ASCII));
                            out.write(FILE);
                            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        });
        String moved =
                serve(out -> head(out, "302 Found", "Location: " + plain, "Content-Length: 0"));
        int port = URI.create(plain).getPort();
        assertThat(allowing("127.0.0.1").fetch(plain)).isEqualTo(FILE);
        assertThat(allowing("example.org", "127.0.0.1:" + port).fetch(plain)).isEqualTo(FILE);
        assertThat(allowing("127.0.0.1").fetch(chunked)).isEqualTo(FILE);
        assertThat(allowing("127.0.0.1").fetch(moved)).isEqualTo(FILE);
    }

    @Test
    void halfAFileIsAnError() throws Exception {
        String broken =
                serve(
                        out -> {
                            head(out, "200 OK", "Content-Length: " + FILE.length);
                            out.write(FILE, 0, FILE.length / 2);
                            out.close();
                        });
        String cut =
                serve(
                        out -> {
                            head(out, "200 OK", "Transfer-Encoding: chunked");
                            out.write("1388\r\n".getBytes(StandardCharsets.US_ASCII));
                            out.write(FILE, 0, FILE.length / 2);
                            out.close();
                        });
        fails(broken, "could not be fetched", broken);
        fails(cut, "could not be fetched");
    }

    @Test
    void silentAndSlowServersAreLeft() throws Exception {
        fails(timeouts(300, 60_000), serve(out -> {}), "within PT0.3S");
        fails(
                timeouts(300, 60_000),
                serve(
                        out -> {
                            head(out, "200 OK", "Content-Length: " + FILE.length);
                            out.write(FILE, 0, 10);
                            out.flush();
                        }),
                "within PT0.3S");
        String drops =
                serve(
                        out -> {
                            head(out, "200 OK", "Content-Length: 90000");
                            for (int i = 0; i < 9_000; i++) {
                                out.write(FILE, 0, 10);
                                out.flush();
                                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                            }
                        });
        fails(timeouts(60_000, 1_000), drops, "within PT1S");
    }

    @Test
    void endlessAndTooLargeFilesAreLeft() throws Exception {
        fails(
                serve(
                        out -> {
                            head(out, "200 OK");
                            while (true) {
                                out.write(FILE);
                            }
                        }),
                "more than the 100000 bytes");
        fails(
                serve(out -> head(out, "200 OK", "Content-Length: 100001")),
                "more than the 100000 bytes");
    }

    @Test
    void redirectsAreCheckedAndCounted() throws Exception {
        fails(
                serve(out -> head(out, "302 Found", "Location: /again", "Content-Length: 0")),
                "more than 5 redirects");
        for (String target :
                List.of(
                        "http://localhost/internal",
                        "file:///etc/passwd",
                        "http://127.0.0.2/",
                        "jar:http://127.0.0.1/x.jar!/y")) {
            String url =
                    serve(
                            out ->
                                    head(
                                            out,
                                            "302 Found",
                                            "Location: " + target,
                                            "Content-Length: 0"));
            refused(allowing("127.0.0.1"), url, target, "allowUrls");
        }
        fails(serve(out -> head(out, "404 Not Found", "Content-Length: 0")), "status 404");
    }

    @Test
    void otherUrlsAreNotAskedFor() {
        refused(allowing(), "http://127.0.0.1:1/x.png", "fetches none", "allowUrls");
        for (String url :
                List.of(
                        "http://127.0.0.1:1/x.png",
                        "https://images.example.org.evil.test/x.png",
                        "http://user:secret@images.example.org/x.png",
                        "http://images.example.org:8080/x.png",
                        "http://[::1]/x.png",
                        "ftp://images.example.org/x.png")) {
            refused(allowing("images.example.org:80"), url, "does not fetch");
        }
        refused(allowing("localhost"), "http://local host/", "no URL");
    }

    /** Whoever controls a name may point it anywhere; an address that is allowed says where. */
    @Test
    void namesLeadToPublicAddressesOnly() throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> allowing("localhost").fetch("http://localhost:1/x.png"))
                .withMessageContaining("of this machine or a private network");
        for (String address :
                List.of(
                        "10.1.2.3",
                        "172.16.0.1",
                        "192.168.1.1",
                        "169.254.169.254",
                        "0.0.0.0",
                        "100.64.0.1",
                        "127.8.8.8",
                        "224.0.0.1",
                        "255.255.255.255",
                        "::1",
                        "::",
                        "fe80::1",
                        "fd00::1",
                        "ff02::1",
                        "64:ff9b::7f00:1",
                        "2002:7f00:1::",
                        "::ffff:127.0.0.1",
                        "2001::1")) {
            assertThat(AllowedHosts.isPublic(InetAddress.getByName(address))).as(address).isFalse();
        }
        for (String address : List.of("8.8.8.8", "100.128.0.1", "2606:4700::1111")) {
            assertThat(AllowedHosts.isPublic(InetAddress.getByName(address))).as(address).isTrue();
        }
    }
}
