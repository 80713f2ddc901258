package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts become the ids of the original's tokenizer. */
class TokensTest {

    private static final PevlVocabulary PLAIN = PevlVocabulary.bert();
    private static final PevlVocabulary WITH_RELATIONS = PLAIN.withRelations();

    static Stream<Arguments> lists() {
        return Stream.of(Arguments.of("plain", PLAIN), Arguments.of("with_unrel", WITH_RELATIONS));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void idsAreThoseOfTheOriginal(String list, PevlVocabulary vocabulary) {
        JsonObject golden = Golden.json("data/tokens.json").getAsJsonObject();
        try (PevlTokenizer tokenizer = new PevlTokenizer(vocabulary)) {
            assertThat(golden.getAsJsonArray(list))
                    .isNotEmpty()
                    .allSatisfy(
                            element -> {
                                JsonObject entry = element.getAsJsonObject();
                                String text = entry.get("text").getAsString();
                                assertThat(tokenizer.encode(text))
                                        .as(text)
                                        .containsExactly(ids(entry.get("ids")));
                            });
        }
    }

    /** The position columns of the golden logits begin at {@code @@} and end at {@code [unrel]}. */
    @Test
    void positionsHaveTheOriginalsIds() {
        assertThat(WITH_RELATIONS.boxBeginId()).isEqualTo(205);
        assertThat(WITH_RELATIONS.firstPositionId()).isEqualTo(206);
        assertThat(WITH_RELATIONS.positionId(PositionTokens.BINS - 1)).isEqualTo(717);
        assertThat(WITH_RELATIONS.boxEndId()).isEqualTo(718);
        assertThat(WITH_RELATIONS.noRelationId()).isEqualTo(719);
        assertThat(PLAIN.hasRelations()).isFalse();
        assertThat(PLAIN.size()).isEqualTo(WITH_RELATIONS.size());
    }

    /** The golden model's captions, and its expressions with an open box. */
    @Test
    void inputsOfTheGoldenModelAreTheSame() {
        List<String> captions = strings(Golden.json("model/captions.json"));
        JsonObject rec = Golden.json("model/rec.json").getAsJsonObject();
        List<String> questions =
                strings(rec.get("expressions")).stream()
                        .map(expression -> expression + " " + PositionTokens.maskedWords())
                        .toList();
        try (NDManager manager = NDManager.newBaseManager();
                PevlTokenizer tokenizer = new PevlTokenizer(PLAIN)) {
            NDList golden = Golden.arrays(manager, "model/tensors.npz");
            assertThat(padded(tokenizer, captions)).isEqualTo(values(golden, "input_ids"));
            assertThat(padded(tokenizer, questions)).isEqualTo(values(golden, "rec_masked_ids"));
        }
    }

    private static long[] padded(PevlTokenizer tokenizer, List<String> texts) {
        List<long[]> encoded = texts.stream().map(tokenizer::encode).toList();
        int length = encoded.stream().mapToInt(text -> text.length).max().orElseThrow();
        return encoded.stream()
                .flatMapToLong(text -> LongStream.of(Arrays.copyOf(text, length)))
                .toArray();
    }

    private static long[] values(NDList arrays, String name) {
        return arrays.stream()
                .filter(array -> name.equals(array.getName()))
                .findFirst()
                .orElseThrow()
                .toLongArray();
    }

    private static List<String> strings(JsonElement array) {
        return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    private static long[] ids(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .mapToLong(JsonElement::getAsLong)
                .toArray();
    }
}
