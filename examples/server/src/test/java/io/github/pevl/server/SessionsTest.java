package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images that are asked again. */
@Timeout(300)
class SessionsTest {

    private static Image image(int side) {
        return ImageFactory.getInstance()
                .fromImage(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
    }

    private static void assertGone(Sessions sessions, String id) {
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> sessions.lease(id));
    }

    @Test
    void theOneUnusedLongestGoesFirst() {
        try (Sessions sessions = new Sessions(2, 1_000)) {
            String first = sessions.add(image(10));
            String second = sessions.add(image(10));
            sessions.lease(first).close();
            String third = sessions.add(image(10));
            assertGone(sessions, second);
            sessions.lease(first).close();
            sessions.lease(third).close();
            assertThat(sessions.size()).isEqualTo(2);
        }
    }

    @Test
    void pixelsAreBoundedTogether() {
        try (Sessions sessions = new Sessions(100, 250)) {
            String first = sessions.add(image(10));
            sessions.add(image(10));
            String large = sessions.add(image(20));
            assertGone(sessions, first);
            assertThat(sessions.size()).isEqualTo(1);
            sessions.lease(large).close();
        }
    }

    @Test
    void whatIsInUseStaysUntilItIsNot() {
        try (Sessions sessions = new Sessions(1, 1_000)) {
            String first = sessions.add(image(10));
            Sessions.Lease lease = sessions.lease(first);
            sessions.add(image(10));
            assertGone(sessions, first);
            assertThat(lease.image().getWidth()).isEqualTo(10);
            lease.close();
            lease.close();
        }
    }

    @Test
    void answersAreThoseAboutTheImage() throws Exception {
        ServerOptions options =
                ServerOptions.builder()
                        .optAddress("127.0.0.1", 0)
                        .optModels(List.of("pevl-scenes", Asked.EVERYDAY))
                        .optSessions(1)
                        .build();
        try (PevlServer server = PevlServer.start(options)) {
            Client client = new Client(server);
            HttpResponse<String> opened =
                    client.parts("/sessions", Map.of("image", Client.scene()));
            String id = Client.object(opened).get("session").getAsString();
            assertThat(Client.object(opened).get("width").getAsInt()).isEqualTo(384);
            for (Asked asked : List.of(Asked.GROUNDING, Asked.FILL, Asked.GROUNDING)) {
                String path = "/predictions/" + asked.model();
                HttpResponse<String> plain = client.post(path, Client.withScene(asked.fields()));
                HttpResponse<String> again =
                        client.post(path + "?session=" + id, "{%s}".formatted(asked.fields()));
                assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
                assertThat(Answers.nearly(Client.json(again.body()), Client.json(plain.body())))
                        .isTrue();
            }
            assertThat(client.get("/metrics").body()).contains("pevl_sessions 1\n");
            client.parts("/sessions", Map.of("image", Client.scene()));
            HttpResponse<String> gone =
                    client.post(
                            "/predictions/pevl-scenes?session=" + id,
                            "{%s}".formatted(Asked.GROUNDING.fields()));
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(Client.object(gone).get("type").getAsString())
                    .isEqualTo("SessionNotFoundException");
        }
    }
}
