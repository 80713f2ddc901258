package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plain network, from which a drawn golden folder is made, computes what the original did. */
class PlainGoldenTest {

    /** Of float32 numbers, as the original computed. */
    private static final double TOLERANCE = 1e-4;

    /** Three of pre-training and choices, three of other tasks, and two that a step leaves. */
    private static final int KINDS_OF_LOSSES = 8;

    private static final JsonObject CONFIG = Golden.json("model/config.json").getAsJsonObject();

    private static NDManager manager;
    private static PlainInputs in;
    private static PlainGolden golden;

    @BeforeAll
    static void compute() throws Exception {
        manager = NDManager.newBaseManager();
        try (Checkpoint checkpoint = Checkpoint.open(Golden.file("model/checkpoint.pth"))) {
            in = PlainInputs.of(Golden.arrays(manager, "model/tensors.npz"), checkpoint);
        }
        golden = new PlainGolden(GoldenModel.config(), in);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @Test
    void statesAndScores() {
        assertSame(golden.tensors(manager));
    }

    private static void assertSame(NDList arrays) {
        for (NDArray array : arrays) {
            NDArray recorded = in.tensors().get(array.getName());
            assertThat(array.getShape()).as(array.getName()).isEqualTo(recorded.getShape());
            assertThat((double) array.sub(recorded).abs().max().getFloat())
                    .as(array.getName())
                    .isLessThan(TOLERANCE);
        }
    }

    @Test
    void lossesAndWhatAStepLeaves() {
        JsonObject recorded = Golden.json("model/losses.json").getAsJsonObject();
        PlainLosses losses = new PlainLosses(GoldenModel.config(), CONFIG, in);
        PlainRecords records = new PlainRecords(in, CONFIG);
        JsonObject computed = new JsonObject();
        for (String name : recorded.keySet()) {
            records.loss(name, losses, recorded).ifPresent(loss -> computed.add(name, loss));
        }
        assertThat(computed.keySet()).hasSizeGreaterThanOrEqualTo(KINDS_OF_LOSSES);
        assertClose("losses", computed, recorded);
        assertSame(losses.queuesAfter(manager));
    }

    @Test
    void relationsAndAnswers() {
        JsonObject recorded = Golden.json("model/scoring.json").getAsJsonObject();
        JsonObject computed = recorded.deepCopy();
        computed.getAsJsonObject("vrd").remove("scores");
        computed.getAsJsonObject("gqa").remove("scores");
        try (PevlTokenizer tokenizer = new PevlTokenizer(PevlVocabulary.bert().withRelations())) {
            PlainRecords.addScores(computed, golden, tokenizer);
        }
        assertClose("scores", computed, recorded);
    }

    @Test
    void boxes() {
        JsonObject recorded = Golden.json("model/rec.json").getAsJsonObject();
        JsonObject computed = recorded.deepCopy();
        computed.remove("boxes_xywh");
        PlainRecords.addBoxes(computed, golden);
        assertThat(computed).isEqualTo(recorded);
    }

    /** All that was computed is recorded so; more may be. */
    private static void assertClose(String name, JsonElement computed, JsonElement recorded) {
        if (computed.isJsonObject()) {
            for (String key : computed.getAsJsonObject().keySet()) {
                assertThat(recorded.getAsJsonObject().keySet()).as(name).contains(key);
                JsonElement entry = computed.getAsJsonObject().get(key);
                assertClose(name + " " + key, entry, recorded.getAsJsonObject().get(key));
            }
        } else if (computed.isJsonArray()) {
            assertThat(computed.getAsJsonArray()).as(name).hasSameSizeAs(recorded.getAsJsonArray());
            for (int i = 0; i < computed.getAsJsonArray().size(); i++) {
                JsonElement entry = computed.getAsJsonArray().get(i);
                assertClose(name + " " + i, entry, recorded.getAsJsonArray().get(i));
            }
        } else if (computed.getAsJsonPrimitive().isNumber()) {
            double value = recorded.getAsDouble();
            double tolerance = TOLERANCE * Math.max(1, Math.abs(value));
            assertThat(computed.getAsDouble()).as(name).isCloseTo(value, within(tolerance));
        } else {
            assertThat(computed).as(name).isEqualTo(recorded);
        }
    }
}
