package io.github.pevl.it;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The JSON files that a golden folder records of its model, computed by {@link PlainNetwork}. */
final class PlainRecords {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert().withRelations();

    private static final Pattern LOSS =
            Pattern.compile("([a-z_]+[a-z])(?:_alpha_([0-9.]+))?(?:_itm_([01]+))?");

    private final PlainInputs in;
    private final JsonObject config;
    private final int batch;

    /**
     * Takes a batch.
     *
     * @param config the original's configuration of the model
     */
    PlainRecords(PlainInputs in, JsonObject config) {
        this.in = in;
        this.config = config;
        batch = in.count("image");
    }

    /**
     * Computes an entry of {@code losses.json}.
     *
     * @param name of the entry, with the momentum encoders' share and labels of matches in it
     * @param negatives has {@code negative_image_index} and {@code negative_text_index}
     * @return nothing for what a plain network does not give, such as gradients
     */
    Optional<JsonElement> loss(String name, PlainLosses losses, JsonObject negatives) {
        Matcher entry = LOSS.matcher(name);
        if (!entry.matches()) {
            return Optional.empty();
        }
        double alpha = entry.group(2) == null ? 0 : Double.parseDouble(entry.group(2));
        String digits = Objects.requireNonNullElse(entry.group(3), "");
        int[] matches = digits.chars().map(digit -> digit - '0').toArray();
        return Optional.ofNullable(
                switch (entry.group(1)) {
                    case "pretrain_grounding" -> {
                        int[] images = ints(negatives, "negative_image_index");
                        int[] texts = ints(negatives, "negative_text_index");
                        yield preTraining(losses, alpha, losses.matching(images, texts));
                    }
                    case "pretrain_vcr" -> preTraining(losses, alpha, losses.matching(matches));
                    case "vcr_finetune" -> pairs(losses, alpha, losses.matching(matches));
                    case "rec_finetune_position_soft" -> number(expressions(losses));
                    case "vrd_finetune_mlm" -> number(task(losses, "vrd", alpha));
                    case "gqa_finetune_mlm" -> number(task(losses, "gqa", 0));
                    case "momentum_param_abs_sum_after" -> losses.momentumSums();
                    case "queue_ptr_after" -> number(losses.pointerAfter());
                    default -> null;
                });
    }

    private static JsonElement number(double value) {
        return new JsonPrimitive(value);
    }

    private static JsonObject pairs(PlainLosses losses, double alpha, double matching) {
        JsonObject terms = new JsonObject();
        terms.addProperty("ita", losses.contrast(alpha));
        terms.addProperty("itm", matching);
        return terms;
    }

    private JsonObject preTraining(PlainLosses losses, double alpha, double matching) {
        List<PlainInputs.Text> masked = texts("mlm_input");
        List<long[]> labels = longs("mlm_labels");
        double weight = config.get("postoken_temp").getAsDouble();
        JsonObject terms = pairs(losses, alpha, matching);
        terms.addProperty("mlm", losses.words(masked, labels, alpha));
        terms.addProperty("position_soft", weight * losses.positions(masked, labels));
        return terms;
    }

    private double expressions(PlainLosses losses) {
        List<PlainInputs.Text> hidden = texts("input").stream().map(PlainRecords::hidden).toList();
        return losses.positions(hidden, longs("input_ids"));
    }

    private double task(PlainLosses losses, String task, double alpha) {
        List<PlainInputs.Text> masked = texts(task + "_masked");
        List<long[]> labels = longs(task + "_target_ids");
        for (int i = 0; i < batch; i++) {
            for (int place = 0; place < labels.get(i).length; place++) {
                boolean asked = masked.get(i).ids()[place] == WORDS.maskId();
                labels.get(i)[place] = asked ? labels.get(i)[place] : -1;
            }
        }
        return losses.words(masked, labels, alpha);
    }

    private List<PlainInputs.Text> texts(String kind) {
        return IntStream.range(0, batch).mapToObj(i -> in.text(kind, i)).toList();
    }

    private List<long[]> longs(String name) {
        return IntStream.range(0, batch).mapToObj(i -> in.longs(name, i)).toList();
    }

    /** A text with all position tokens masked. */
    private static PlainInputs.Text hidden(PlainInputs.Text text) {
        LongStream ids =
                LongStream.of(text.ids()).map(id -> WORDS.isPosition(id) ? WORDS.maskId() : id);
        return new PlainInputs.Text(ids.toArray(), text.mask());
    }

    private static int[] ints(JsonObject file, String name) {
        return file.getAsJsonArray(name).asList().stream().mapToInt(e -> e.getAsInt()).toArray();
    }

    /**
     * Adds the scores of relations and answers to what is asked.
     *
     * @param file has {@code vrd.objects}, {@code gqa.prompts} and {@code gqa.answers}
     */
    static void addScores(JsonObject file, PlainGolden golden, PevlTokenizer tokenizer) {
        JsonObject relations = file.getAsJsonObject("vrd");
        JsonArray objects = relations.getAsJsonArray("objects");
        JsonObject pairs = new JsonObject();
        for (int i = 0; i < objects.size(); i++) {
            for (int j = 0; j < objects.size(); j++) {
                if (i != j) {
                    String asked =
                            name(objects.get(i)) + " [MASK]".repeat(3) + " " + name(objects.get(j));
                    pairs.add(i + "_" + j, predicates(golden.atMasks(text(tokenizer, asked), 0)));
                }
            }
        }
        relations.add("scores", pairs);
        JsonObject answers = file.getAsJsonObject("gqa");
        JsonArray scores = new JsonArray();
        for (int i = 0; i < answers.getAsJsonArray("prompts").size(); i++) {
            String asked = answers.getAsJsonArray("prompts").get(i).getAsString();
            List<double[]> logs = logs(golden.atMasks(text(tokenizer, asked), i));
            JsonArray row = new JsonArray();
            for (JsonElement answer : answers.getAsJsonArray("answers")) {
                long[] ids = tokenizer.encode(answer.getAsString());
                row.add(mean(logs, LongStream.of(ids).skip(1).limit(5).toArray()));
            }
            scores.add(row);
        }
        answers.add("scores", scores);
    }

    /** An object as relations are asked: its name, then its box. */
    private static String name(JsonElement object) {
        JsonArray bins = object.getAsJsonObject().getAsJsonArray("position_tokens");
        List<String> words = new ArrayList<>();
        bins.forEach(bin -> words.add(PositionTokens.word(bin.getAsInt())));
        String name = object.getAsJsonObject().get("name").getAsString();
        return name + " @@ " + String.join(" ", words) + " ##";
    }

    private static PlainInputs.Text text(PevlTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text);
        return new PlainInputs.Text(ids, LongStream.of(ids).map(id -> 1).toArray());
    }

    /** No relation, then each predicate: the mean over its own words. */
    private static JsonArray predicates(List<double[]> scores) {
        List<double[]> logs = logs(scores);
        JsonArray row = new JsonArray();
        row.add(logs.get(0)[(int) WORDS.noRelationId()] / 3);
        for (String predicate : GoldenTasks.predicates()) {
            row.add(mean(logs, Stream.of(predicate.split(" ", -1)).mapToLong(WORDS::id).toArray()));
        }
        return row;
    }

    private static List<double[]> logs(List<double[]> scores) {
        return scores.stream().map(PlainNetwork::logSoftmax).toList();
    }

    private static double mean(List<double[]> logs, long[] ids) {
        double sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += logs.get(i)[(int) ids[i]];
        }
        return sum / ids.length;
    }

    /**
     * Adds the boxes that the expressions are answered with.
     *
     * @param file has {@code width_height}
     */
    static void addBoxes(JsonObject file, PlainGolden golden) {
        JsonArray boxes = new JsonArray();
        JsonArray sizes = file.getAsJsonArray("width_height");
        List<double[][]> scores = golden.expressions();
        for (int i = 0; i < scores.size(); i++) {
            double[] corners = new double[4];
            for (int k = 0; k < 4; k++) {
                double extent = sizes.get(i).getAsJsonArray().get(k % 2).getAsDouble();
                corners[k] = best(scores.get(i)[k]) / 512.0 * extent;
            }
            JsonArray box = new JsonArray();
            box.add(corners[0]);
            box.add(corners[1]);
            box.add(corners[2] - corners[0] + 1);
            box.add(corners[3] - corners[1] + 1);
            boxes.add(box);
        }
        file.add("boxes_xywh", boxes);
    }

    static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
