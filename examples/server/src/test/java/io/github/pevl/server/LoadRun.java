package io.github.pevl.server;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads a server on this machine, or predicts the same in as many threads: {@code LoadRun PORT
 * CONNECTIONS SECONDS}, or {@code LoadRun direct THREADS SECONDS}. It tells requests a second,
 * latencies, statuses, and the server's memory before and after.
 */
final class LoadRun {

    private static final String MODEL = Asked.GROUNDING.model();

    private LoadRun() {}

    /** Answers one request; returns the status. */
    private interface Asking extends AutoCloseable {
        int ask() throws Exception;

        @Override
        void close() throws IOException;
    }

    private record Tally(long[] nanos, Map<Integer, Integer> statuses) {}

    public static void main(String... args) throws Exception {
        int threads = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        if (args[0].equals("direct")) {
            try (ZooModel<Input, Output> model =
                    Criteria.builder()
                            .setTypes(Input.class, Output.class)
                            .optModelUrls("pevl://" + MODEL)
                            .build()
                            .loadModel()) {
                run(threads, seconds, () -> direct(model));
            }
        } else {
            int port = Integer.parseInt(args[0]);
            System.out.println("resident bytes before: " + resident(port));
            run(threads, seconds, () -> connection(port));
            System.out.println("resident bytes after: " + resident(port));
        }
    }

    private static void run(int threads, int seconds, Callable<Asking> client) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<Tally>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(() -> askUntil(end, client)));
        }
        List<long[]> times = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (Future<Tally> tally : running) {
            times.add(tally.get().nanos());
            tally.get().statuses().forEach((status, n) -> statuses.merge(status, n, Integer::sum));
        }
        pool.shutdown();
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%d answers of status 200 in %d s: %.1f a second, p50 %.1f ms, p99 %.1f ms; statuses %s%n",
                all.length,
                seconds,
                (double) all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6,
                statuses);
    }

    private static Tally askUntil(long end, Callable<Asking> client) throws Exception {
        List<Long> nanos = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        try (Asking asking = client.call()) {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                int status = asking.ask();
                statuses.merge(status, 1, Integer::sum);
                if (status == 200) {
                    nanos.add(System.nanoTime() - start);
                }
            }
        }
        return new Tally(nanos.stream().mapToLong(Long::longValue).toArray(), statuses);
    }

    private static Asking direct(ZooModel<Input, Output> model) {
        Predictor<Input, Output> predictor = model.newPredictor();
        String body = Client.withScene(Asked.GROUNDING.fields());
        return new Asking() {
            @Override
            public int ask() throws Exception {
                Input input = new Input();
                input.add("data", body);
                return predictor.predict(input).getCode();
            }

            @Override
            public void close() {
                predictor.close();
            }
        };
    }

    private static Asking connection(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        byte[] body = Client.withScene(Asked.GROUNDING.fields()).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /predictions/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(MODEL, body.length);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return new Asking() {
            @Override
            public int ask() throws Exception {
                request.writeTo(socket.getOutputStream());
                return readStatus(in);
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    private static int readStatus(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        int length = 0;
        String header = line(in);
        while (!header.isEmpty()) {
            if (header.startsWith("Content-Length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(' ') + 1));
            }
            header = line(in);
        }
        in.readNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = in.read();
        while (read != '\n') {
            if (read < 0) {
                throw new IOException("The server closed the connection.");
            }
            if (read != '\r') {
                line.append((char) read);
            }
            read = in.read();
        }
        return line.toString();
    }

    private static String resident(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String metrics =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return metrics.replaceAll("(?s).*\nprocess_resident_memory_bytes (\\d+).*", "$1");
        }
    }
}
