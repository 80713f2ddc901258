package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Drawn images and texts of a batch, by the names that a golden folder's files have for them. */
final class DrawnInputs {

    /** One token each. */
    private static final List<String> WORDS =
            List.of("man", "woman", "dog", "horse", "tree", "table", "car", "yes", "blue", "left");

    private final Random random;
    private final int side;
    private final int batch;
    private final List<String> expressions;
    private final List<String> questions;

    /**
     * Draws what more than one file is about.
     *
     * @param side of the images
     * @param batch how many images, each with a text of every kind
     */
    DrawnInputs(Random random, int side, int batch) {
        this.random = random;
        this.side = side;
        this.batch = batch;
        expressions = draw(() -> words(7).strip());
        questions = draw(() -> "is the" + words(3) + box() + words(2) + " [SEP]");
    }

    private <T> List<T> draw(Supplier<T> one) {
        return Stream.generate(one).limit(batch).toList();
    }

    private String words(int max) {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(max); i >= 0; i--) {
            words.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }

    private String box() {
        StringBuilder words = new StringBuilder(" @@");
        corners().forEach(bin -> words.append(' ').append(PositionTokens.word(bin)));
        return words.append(" ##").toString();
    }

    /** Left, top, right and bottom; the first and the last position are as likely as all others. */
    private List<Integer> corners() {
        int[] bins =
                random.ints(4, -PositionTokens.BINS, 2 * PositionTokens.BINS)
                        .map(bin -> Math.min(PositionTokens.BINS - 1, Math.max(0, bin)))
                        .toArray();
        return List.of(
                Math.min(bins[0], bins[2]),
                Math.min(bins[1], bins[3]),
                Math.max(bins[0], bins[2]),
                Math.max(bins[1], bins[3]));
    }

    /** The arrays of {@code tensors.npz} that the network takes. */
    NDList tensors(NDManager manager, PevlTokenizer tokenizer) {
        NDList all = new NDList();
        float[] noise = new float[batch * 3 * side * side];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        all.add(named("image", manager.create(noise, new Shape(batch, 3, side, side))));
        TextRows rows = new TextRows(all, manager, tokenizer);
        List<long[]> captions =
                rows.add("input_ids", "attention_mask", draw(() -> words(5) + box() + words(4)));
        addMasked(all, manager, captions);
        rows.add("rec_masked_ids", "rec_attention_mask", each(i -> asked(expressions.get(i))));
        List<String> subjects = draw(() -> words(2) + box());
        List<String> objects = draw(() -> words(2) + box());
        List<String> relations = draw(() -> filled(3, " [unrel]"));
        rows.add(
                "vrd_target_ids",
                "vrd_attention_mask",
                each(i -> subjects.get(i) + relations.get(i) + objects.get(i)));
        rows.add(
                "vrd_masked_ids",
                "vrd_attention_mask",
                each(i -> subjects.get(i) + " [MASK]".repeat(3) + objects.get(i)));
        List<String> answers = draw(() -> filled(6, " [PAD]"));
        rows.add(
                "gqa_target_ids",
                "gqa_attention_mask",
                each(i -> questions.get(i) + answers.get(i)));
        rows.add("gqa_masked_ids", "gqa_attention_mask", each(this::prompt));
        return all;
    }

    private <T> List<T> each(IntFunction<T> of) {
        return IntStream.range(0, batch).mapToObj(of).toList();
    }

    private static String asked(String expression) {
        return GroundingPrompt.ask(expression).text();
    }

    private String prompt(int question) {
        return questions.get(question) + " [MASK]".repeat(6);
    }

    /** Some words, and fillers up to a number. */
    private String filled(int places, String filler) {
        String words = words(places - 1);
        int left = places - words.strip().split(" ").length;
        return words + filler.repeat(left);
    }

    /** Every third token is masked, so that some of every box are. */
    private static void addMasked(NDList all, NDManager manager, List<long[]> texts) {
        int length = texts.get(0).length;
        long[] masked = new long[texts.size() * length];
        long[] labels = new long[masked.length];
        for (int i = 0; i < masked.length; i++) {
            long id = texts.get(i / length)[i % length];
            boolean hidden = i % length > 0 && id != 0 && (i % length + i / length) % 3 == 0;
            masked[i] = hidden ? PevlVocabulary.bert().maskId() : id;
            labels[i] = hidden ? id : -100;
        }
        Shape shape = new Shape(texts.size(), length);
        all.add(named("mlm_input_ids", manager.create(masked, shape)));
        all.add(named("mlm_labels", manager.create(labels, shape)));
    }

    static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    /** The wrong image of each text and the wrong text of each image, for {@code losses.json}. */
    JsonObject negatives() {
        return json(
                Map.of(
                        "negative_image_index", each(i -> (i + 1) % batch),
                        "negative_text_index", each(i -> (i + 2) % batch)));
    }

    /**
     * The entries of {@code losses.json}.
     *
     * @param alpha the momentum encoders' share
     */
    List<String> losses(double alpha) {
        String labels = String.join("", draw(() -> random.nextBoolean() ? "1" : "0"));
        return List.of(
                "pretrain_grounding_alpha_0.0",
                "pretrain_grounding_alpha_" + alpha,
                "pretrain_vcr_alpha_%s_itm_%s".formatted(alpha, labels),
                "vcr_finetune_alpha_%s_itm_%s".formatted(alpha, labels),
                "rec_finetune_position_soft",
                "vrd_finetune_mlm_alpha_" + alpha,
                "gqa_finetune_mlm",
                "momentum_param_abs_sum_after",
                "queue_ptr_after");
    }

    /** What {@code scoring.json} asks. */
    JsonObject questions() {
        List<Object> objects =
                IntStream.range(0, 3)
                        .<Object>mapToObj(
                                i ->
                                        Map.of(
                                                "name", words(2).strip(),
                                                "position_tokens", corners()))
                        .toList();
        List<String> answers = List.of("yes", "blue dog", "left", "unaffable", "one two three car");
        return json(
                Map.of(
                        "vrd", Map.of("objects", objects),
                        "gqa", Map.of("prompts", each(this::prompt), "answers", answers)));
    }

    /** What {@code rec.json} asks. */
    JsonObject expressions() {
        return json(
                Map.of(
                        "expressions",
                        expressions,
                        "width_height",
                        draw(() -> random.ints(2, 50, 1200).map(i -> i | 1).boxed().toList())));
    }

    private static JsonObject json(Object content) {
        JsonElement tree = JsonUtils.GSON.toJsonTree(content);
        return tree.getAsJsonObject();
    }

    /** Adds texts as arrays, padded to the longest. */
    private record TextRows(NDList all, NDManager manager, PevlTokenizer tokenizer) {

        List<long[]> add(String ids, String mask, List<String> texts) {
            List<long[]> rows = texts.stream().map(t -> tokenizer.encode(t)).toList();
            int length = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
            Shape shape = new Shape(rows.size(), length);
            long[] values = new long[rows.size() * length];
            long[] tokens = new long[values.length];
            for (int i = 0; i < rows.size(); i++) {
                for (int k = 0; k < rows.get(i).length; k++) {
                    values[i * length + k] = rows.get(i)[k];
                    tokens[i * length + k] = 1;
                }
            }
            all.add(named(ids, manager.create(values, shape)));
            if (!all.contains(mask)) {
                all.add(named(mask, manager.create(tokens, shape)));
            }
            return all.get(ids).split(rows.size()).stream().map(NDArray::toLongArray).toList();
        }
    }
}
