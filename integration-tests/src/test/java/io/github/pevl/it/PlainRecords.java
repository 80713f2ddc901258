package io.github.pevl.it;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Predicates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The JSON files that a golden folder records of its model, computed by {@link PlainNetwork}. */
final class PlainRecords {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert().withRelations();

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
     * Adds the losses to what they depend on.
     *
     * @param file has {@code negative_image_index} and {@code negative_text_index}
     * @param matches a label for each pair, for choices
     */
    void addLosses(JsonObject file, PlainLosses losses, int... matches) {
        double alpha = config.get("alpha").getAsDouble();
        String labels =
                "_itm_" + String.join("", IntStream.of(matches).mapToObj(i -> "" + i).toList());
        for (double share : new double[] {0, alpha}) {
            JsonObject drawn = preTraining(losses, share);
            drawn.addProperty(
                    "itm",
                    losses.matching(
                            ints(file, "negative_image_index"), ints(file, "negative_text_index")));
            file.add("pretrain_grounding_alpha_" + share, drawn);
            JsonObject labelled = drawn.deepCopy();
            labelled.addProperty("itm", losses.matching(matches));
            file.add("pretrain_vcr_alpha_" + share + labels, labelled);
        }
        JsonObject choices = new JsonObject();
        choices.addProperty("ita", losses.contrast(alpha));
        choices.addProperty("itm", losses.matching(matches));
        file.add("vcr_finetune_alpha_" + alpha + labels, choices);
        List<PlainInputs.Text> hidden = texts("input").stream().map(PlainRecords::hidden).toList();
        List<long[]> ids = longs("input_ids");
        file.addProperty("rec_finetune_position_soft", losses.positions(hidden, ids));
        file.addProperty("vrd_finetune_mlm_alpha_" + alpha, task(losses, "vrd", alpha));
        file.addProperty("gqa_finetune_mlm", task(losses, "gqa", 0));
        file.add("momentum_param_abs_sum_after", losses.momentumSums());
        file.addProperty("queue_ptr_after", losses.pointerAfter());
    }

    private JsonObject preTraining(PlainLosses losses, double alpha) {
        List<PlainInputs.Text> masked = texts("mlm_input");
        List<long[]> labels = longs("mlm_labels");
        double weight = config.get("postoken_temp").getAsDouble();
        JsonObject terms = new JsonObject();
        terms.addProperty("mlm", losses.words(masked, labels, alpha));
        terms.addProperty("position_soft", weight * losses.positions(masked, labels));
        terms.addProperty("ita", losses.contrast(alpha));
        return terms;
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
                    pairs.add(
                            i + "_" + j,
                            predicates(golden.atMasks(text(tokenizer, asked), 0), tokenizer));
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
                long[] ids = tokenizer.encode(answer.getAsString()).ids();
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
        long[] ids = tokenizer.encode(text).ids();
        return new PlainInputs.Text(ids, LongStream.of(ids).map(id -> 1).toArray());
    }

    /** No relation, then each predicate: the mean over its own words. */
    private static JsonArray predicates(List<double[]> scores, PevlTokenizer tokenizer) {
        List<double[]> logs = logs(scores);
        JsonArray row = new JsonArray();
        row.add(logs.get(0)[(int) WORDS.noRelationId()] / 3);
        for (String predicate : Predicates.visualGenome().names()) {
            row.add(mean(logs, Stream.of(predicate.split(" ")).mapToLong(WORDS::id).toArray()));
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
