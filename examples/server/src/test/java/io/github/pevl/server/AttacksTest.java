package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hostile clients do to connections; others are answered meanwhile. */
@Timeout(300)
class AttacksTest {

    private final FakeModel model = new FakeModel().let(100);
    private final List<Socket> sockets = new ArrayList<>();
    private PevlServer server;
    private Client client;

    private void serve(ServerOptions.Builder options) throws Exception {
        server = model.serve(options);
        client = new Client(server);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect(String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String head(String fields) {
        return "POST /predictions/fake HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
    }

    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "dropped"; // a reset is as good as an end; waiting in vain is not
        }
    }

    private void expectAnswered() throws Exception {
        HttpResponse<String> answer = client.post("/predictions/fake", "others");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("\"others\"");
    }

    @Test
    void aThousandHalfOpenConnections() throws Exception {
        serve(ServerOptions.builder());
        for (int i = 0; i < 250; i++) {
            connect("");
            connect("POST /predictions/fa");
            connect(head("Content-Length: 20000000"));
            connect(head("Transfer-Encoding: chunked") + "5\r\nab");
        }
        expectAnswered();
        assertThat(client.get("/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void silentAndSlowBodiesAreDropped() throws Exception {
        serve(ServerOptions.builder().optRequestTimeout(Duration.ofMillis(500)));
        Socket silent = connect(head("Content-Length: 100"));
        Socket slow = connect(head("Content-Length: 100") + "begins");
        Socket chunked = connect(head("Transfer-Encoding: chunked") + "5\r\nab");
        expectAnswered();
        for (Socket socket : List.of(silent, slow, chunked)) {
            assertThat(answer(socket)).doesNotContain("200 OK");
        }
        expectAnswered();
    }

    @Test
    void endlessBodies() throws Exception {
        serve(ServerOptions.builder().optMaxBodyBytes(100_000));
        Socket socket = connect(head("Transfer-Encoding: chunked"));
        byte[] chunk = ("3e8\r\n" + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        long sent = 0;
        try {
            OutputStream out = socket.getOutputStream();
            while (sent < 50_000_000) {
                out.write(chunk);
                sent += 1000;
            }
        } catch (IOException e) {
            // closed by the server, as it should be
        }
        assertThat(sent).isLessThan(50_000_000);
        expectAnswered();
    }

    @Test
    void largeBodiesAreRefusedByTheirHead() throws Exception {
        serve(ServerOptions.builder().optMaxBodyBytes(1000));
        Socket announced = connect(head("Content-Length: 1001"));
        assertThat(answer(announced)).startsWith("HTTP/1.1 413").contains("1000 bytes");
        assertThat(client.post("/predictions/fake", "x".repeat(1001)).statusCode()).isEqualTo(413);
        Socket chunked = connect(head("Transfer-Encoding: chunked"));
        OutputStream out = chunked.getOutputStream();
        out.write(
                ("7d0\r\n" + "x".repeat(2000) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(answer(chunked)).startsWith("HTTP/1.1 413");
        assertThat(client.post("/predictions/fake", "x".repeat(1000)).statusCode()).isEqualTo(200);
        expectAnswered();
    }

    @Test
    void headsThatAreNone() throws Exception {
        serve(ServerOptions.builder());
        for (String head :
                List.of(
                        "\r\n\r\n\r\n\r\nGET",
                        "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n",
                        "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n",
                        "GET /?" + "a=b&".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        head("Content-Length: -1"),
                        head("Content-Length: 99999999999999999999"),
                        head("Content-Length: x"))) {
            Socket socket = connect("");
            try {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
            } catch (IOException e) {
                continue; // refused before it was whole
            }
            assertThat(answer(socket)).doesNotContain("200 OK", "Exception:", "\tat ", ".java");
        }
        expectAnswered();
    }

    @Test
    void whoDoesNotReadHisAnswers() throws Exception {
        serve(ServerOptions.builder().optRequestTimeout(Duration.ofMillis(500)));
        for (int i = 0; i < 20; i++) {
            connect("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(500));
        }
        expectAnswered();
        Socket gone = connect(head("Content-Length: 4") + "gone");
        gone.close();
        expectAnswered();
    }

    @Test
    void smuggledRequests() throws Exception {
        serve(ServerOptions.builder());
        Socket both =
                connect(
                        head("Content-Length: 4\r\nTransfer-Encoding: chunked")
                                + "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        both.shutdownOutput();
        InputStream in = both.getInputStream();
        String answers = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answers).doesNotContain("pevl_requests_total");
        expectAnswered();
    }
}
