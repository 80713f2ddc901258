package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult.PairScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Recall of relations is what the original prints. */
class RelationRecallGoldenTest {

    private static final Pattern FIGURE = Pattern.compile("(m?)R@([0-9]+): ([0-9.]+)");

    @Test
    void recallIsWhatTheOriginalPrints() {
        JsonObject golden = Golden.json("data/vrd_metric.json").getAsJsonObject();
        List<RelationRecall.Image> images = new ArrayList<>();
        int predicates = 0;
        for (JsonElement image : golden.getAsJsonArray("images")) {
            RelationRecall.Image read = image(image.getAsJsonObject());
            predicates = read.scores().get(0).scores().size();
            images.add(read);
        }
        int figures = 0;
        for (JsonElement line : golden.getAsJsonArray("result")) {
            Matcher figure = FIGURE.matcher(line.getAsString());
            while (figure.find()) {
                RelationRecall.Recall recall =
                        RelationRecall.at(Integer.parseInt(figure.group(2)), images, predicates);
                double value = figure.group(1).isEmpty() ? recall.recall() : recall.meanRecall();
                assertThat(String.format(Locale.ROOT, "%.4f", value))
                        .as(figure.group())
                        .isEqualTo(figure.group(3));
                figures++;
            }
        }
        assertThat(figures).isPositive();
    }

    private static RelationRecall.Image image(JsonObject image) {
        List<PairScores> scores = new ArrayList<>();
        for (JsonElement element : image.getAsJsonArray("pairs")) {
            JsonObject entry = element.getAsJsonObject();
            List<Double> all =
                    entry.getAsJsonArray("log_probs").asList().stream()
                            .map(JsonElement::getAsDouble)
                            .toList();
            scores.add(
                    new PairScores(
                            pair(entry.getAsJsonArray("pair")),
                            all.get(0),
                            all.subList(1, all.size())));
        }
        List<RelationRecall.Truth> relations = new ArrayList<>();
        for (JsonElement element : image.getAsJsonArray("relations")) {
            JsonArray relation = element.getAsJsonArray();
            // Number 0 stands for no relation.
            relations.add(new RelationRecall.Truth(pair(relation), relation.get(2).getAsInt() - 1));
        }
        return new RelationRecall.Image(scores, relations);
    }

    private static Pair pair(JsonArray numbers) {
        return new Pair(numbers.get(0).getAsInt(), numbers.get(1).getAsInt());
    }
}
