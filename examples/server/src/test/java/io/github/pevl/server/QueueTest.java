package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that wait: how many, how long, and with whom. */
@Timeout(300)
class QueueTest {

    private final FakeModel model = new FakeModel();

    private static CompletableFuture<HttpResponse<String>> ask(Client client, String text) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.post("/predictions/fake", text);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private List<String> next() throws InterruptedException {
        return model.batches.poll(30, TimeUnit.SECONDS);
    }

    private static void awaitQueue(Client client, int size) throws Exception {
        String line = "pevl_queue_requests{model=\"fake\"} " + size + "\n";
        while (!client.get("/metrics").body().contains(line)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatWaitsIsAskedTogetherAndAFailureIsNobodyElses() throws Exception {
        try (PevlServer server = model.serve(ServerOptions.builder().optWorkers(1).optBatch(4))) {
            Client client = new Client(server);
            CompletableFuture<HttpResponse<String>> first = ask(client, "first");
            assertThat(next()).containsExactly("first");
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (String text : List.of("a", "bad", "wrong", "b")) {
                waiting.add(ask(client, text));
                awaitQueue(client, 1 + waiting.size());
            }
            model.let(100);
            assertThat(first.get().body()).isEqualTo("\"first\"");
            assertThat(next()).containsExactlyInAnyOrder("a", "bad", "wrong", "b");
            assertThat(waiting.get(0).get().body()).isEqualTo("\"a\"");
            assertThat(waiting.get(1).get().statusCode()).isEqualTo(500);
            assertThat(waiting.get(2).get().statusCode()).isEqualTo(400);
            assertThat(waiting.get(3).get().body()).isEqualTo("\"b\"");
        }
    }

    @Test
    void moreThanTheQueueHoldsIsRefusedAtOnce() throws Exception {
        try (PevlServer server =
                model.serve(ServerOptions.builder().optWorkers(1).optBatch(1).optQueue(3))) {
            Client client = new Client(server);
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(ask(client, "text " + i));
            }
            awaitQueue(client, 3);
            HttpResponse<String> refused = client.post("/predictions/fake", "more");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(Client.object(refused).get("type").getAsString())
                    .isEqualTo("ServiceUnavailableException");
            model.let(3);
            for (CompletableFuture<HttpResponse<String>> answer : waiting) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            awaitQueue(client, 0);
            model.let(1);
            assertThat(client.post("/predictions/fake", "again").statusCode()).isEqualTo(200);
        }
    }

    /** The next request of a client is never refused because of its last one. */
    @Test
    void anAnswerMakesRoomForTheNextRequest() throws Exception {
        try (PevlServer server =
                model.let(1000).serve(ServerOptions.builder().optWorkers(1).optQueue(1))) {
            Client client = new Client(server);
            for (int i = 0; i < 200; i++) {
                assertThat(client.post("/predictions/fake", "text").statusCode()).isEqualTo(200);
            }
            assertThat(client.post("/predictions/fake", "bad").statusCode()).isEqualTo(500);
            assertThat(client.post("/predictions/fake", "text").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws Exception {
        try (PevlServer server =
                model.serve(
                        ServerOptions.builder()
                                .optWorkers(1)
                                .optRequestTimeout(Duration.ofMillis(300)))) {
            Client client = new Client(server);
            HttpResponse<String> late = client.post("/predictions/fake", "late");
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(client.post("/predictions/fake", "waits in vain").statusCode())
                    .isEqualTo(503);
            assertThat(next()).containsExactly("late");
            model.let(2);
            assertThat(client.post("/predictions/fake", "next").body()).isEqualTo("\"next\"");
            assertThat(next()).as("nothing is asked that nobody waits for").containsExactly("next");
        }
    }

    @Test
    void noErrorTellsOfTheInside() throws Exception {
        try (PevlServer server = model.let(10).serve(ServerOptions.builder())) {
            Client client = new Client(server);
            HttpResponse<String> bad = client.post("/predictions/fake", "bad");
            assertThat(bad.statusCode()).isEqualTo(500);
            assertThat(bad.body()).doesNotContain("secret", "Class", "/home", "IllegalState");
            assertThat(client.post("/predictions/fake", "huge").statusCode()).isEqualTo(507);
            HttpResponse<String> wrong = client.post("/predictions/fake", "wrong");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(Client.object(wrong).get("message").getAsString())
                    .isEqualTo("text is wrong.");
            assertThat(Client.object(wrong).get("code").getAsInt()).isEqualTo(400);
        }
    }

    @Test
    void whatRunsIsAnsweredBeforeTheServerStops() throws Exception {
        PevlServer server = model.serve(ServerOptions.builder().optWorkers(1));
        Client client = new Client(server);
        CompletableFuture<HttpResponse<String>> running = ask(client, "running");
        assertThat(next()).containsExactly("running");
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        int status;
        do {
            status = client.get("/ping").statusCode();
        } while (status == 200);
        assertThat(status).isEqualTo(503);
        assertThat(client.post("/predictions/fake", "late").statusCode()).isEqualTo(503);
        assertThat(stopped).isNotDone();
        model.let(1);
        assertThat(running.get().body()).isEqualTo("\"running\"");
        stopped.get(30, TimeUnit.SECONDS);
    }
}
