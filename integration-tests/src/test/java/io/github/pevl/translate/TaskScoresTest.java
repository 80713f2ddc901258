package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.translate.Translator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.it.GoldenTasks;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores of relations and answers, through requests, a Predictor and the network. */
@ParameterizedClass
@MethodSource("io.github.pevl.it.GoldenFolder#models")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class TaskScoresTest {

    private static final double TOLERANCE = 1e-3;
    private static final Pattern BOX =
            Pattern.compile(" @@ \\[pos_(\\d+)] \\[pos_(\\d+)] \\[pos_(\\d+)] \\[pos_(\\d+)] ##");

    @Parameter protected GoldenFolder folder;

    private JsonObject golden;
    private GoldenTasks tasks;

    @BeforeParameterizedClassInvocation
    void open() throws Exception {
        golden = folder.json("model/scoring.json").getAsJsonObject();
        tasks = tasks();
    }

    /** The network that is asked. */
    protected GoldenTasks tasks() throws Exception {
        return new GoldenTasks(GoldenModel.open(folder));
    }

    @AfterParameterizedClassInvocation
    void close() {
        tasks.close();
    }

    @Test
    void predicatesAreThoseOfTheOriginal() {
        JsonObject byNumber =
                Golden.json("data/vg_dict.json")
                        .getAsJsonObject()
                        .getAsJsonObject("idx_to_predicate");
        List<String> names = GoldenTasks.predicates();
        assertThat(names).hasSize(byNumber.size());
        for (int i = 0; i < names.size(); i++) {
            assertThat(byNumber.get(String.valueOf(i + 1)).getAsString()).isEqualTo(names.get(i));
        }
    }

    @Test
    void relationsAreScoredAsTheOriginalDoes() throws Exception {
        JsonObject relations = golden.getAsJsonObject("vrd");
        List<NamedBox> objects = objects(relations);
        Translator<RelationRequest, RelationResult> translator = tasks.translator(Tasks.RELATIONS);
        tasks.lookAtGoldenImages(0, 1);
        try (Predictor<RelationRequest, RelationResult> predictor = tasks.predictor(translator)) {
            RelationResult result =
                    predictor.predict(new RelationRequest(GoldenTasks.image(), objects));
            JsonObject scores = relations.getAsJsonObject("scores");
            assertThat(result.pairs()).hasSize(scores.size());
            for (RelationResult.PairScores pair : result.pairs()) {
                String key = pair.pair().subject() + "_" + pair.pair().object();
                JsonArray expected = scores.getAsJsonArray(key);
                assertThat(pair.scores()).hasSize(expected.size() - 1);
                assertThat(pair.noRelation())
                        .as(key)
                        .isEqualTo(number(expected, 0), within(TOLERANCE));
                for (int i = 0; i < pair.scores().size(); i++) {
                    assertThat(pair.scores().get(i))
                            .as("%s %s", key, result.predicates().get(i))
                            .isEqualTo(number(expected, i + 1), within(TOLERANCE));
                }
            }
            assertRanked(result);
        }
    }

    private static List<NamedBox> objects(JsonObject relations) {
        List<NamedBox> objects = new ArrayList<>();
        for (JsonElement element : relations.getAsJsonArray("objects")) {
            JsonObject object = element.getAsJsonObject();
            JsonArray bins = object.getAsJsonArray("position_tokens");
            objects.add(
                    new NamedBox(
                            object.get("name").getAsString(),
                            new Box(
                                    number(bins, 0),
                                    number(bins, 1),
                                    number(bins, 2),
                                    number(bins, 3))));
        }
        return objects;
    }

    private static void assertRanked(RelationResult result) {
        List<RelationResult.Relation> ranked = result.ranked();
        assertThat(ranked).hasSameSizeAs(result.pairs());
        for (int i = 1; i < ranked.size(); i++) {
            assertThat(ranked.get(i).score()).isLessThanOrEqualTo(ranked.get(i - 1).score());
        }
        double best =
                result.pairs().stream()
                        .flatMap(pair -> pair.scores().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElseThrow();
        assertThat(ranked.get(0).score()).isEqualTo(best);
    }

    @Test
    void answersAreScoredAsTheOriginalDoes() throws Exception {
        JsonObject answers = golden.getAsJsonObject("gqa");
        List<String> list = strings(answers.getAsJsonArray("answers"));
        List<String> prompts = strings(answers.getAsJsonArray("prompts"));
        try (Predictor<AnswerRequest, AnswerResult> predictor = predictor(list)) {
            for (int i = 0; i < prompts.size(); i++) {
                tasks.lookAtGoldenImages(i, i + 1);
                AnswerResult result = predictor.predict(request(prompts.get(i), List.of()));
                assertThat(result.answers()).hasSameSizeAs(list);
                assertScores(result, list, i);
            }
        }
    }

    /** Requests that bring lists of their own find their words among those of the whole batch. */
    @Test
    void answersOfABatchWithListsOfTheirOwn() throws Exception {
        JsonObject answers = golden.getAsJsonObject("gqa");
        List<String> list = strings(answers.getAsJsonArray("answers"));
        List<String> prompts = strings(answers.getAsJsonArray("prompts"));
        List<AnswerRequest> requests = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            requests.add(request(prompts.get(i), list.subList(i % list.size(), list.size())));
        }
        tasks.lookAtGoldenImages(0, prompts.size());
        try (Predictor<AnswerRequest, AnswerResult> predictor = predictor(List.of())) {
            List<AnswerResult> results = predictor.batchPredict(requests);
            assertThat(results).hasSameSizeAs(requests);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).answers()).hasSize(list.size() - i % list.size());
                assertScores(results.get(i), list, i);
            }
        }
    }

    private Predictor<AnswerRequest, AnswerResult> predictor(List<String> answers) {
        return tasks.predictor(tasks.translator(Tasks.ANSWERS, answers));
    }

    /** Reads a prompt back: the boxes of a question are mentions of the word before them. */
    private static AnswerRequest request(String prompt, List<String> answers) {
        String rest = prompt.substring(0, prompt.indexOf(" [SEP]"));
        StringBuilder question = new StringBuilder();
        List<AnswerRequest.Mention> mentions = new ArrayList<>();
        Matcher box = BOX.matcher(rest);
        int from = 0;
        while (box.find()) {
            question.append(rest, from, box.start());
            mentions.add(
                    new AnswerRequest.Mention(
                            new Span(question.length() - 1, question.length()),
                            new Box(
                                    Integer.parseInt(box.group(1)),
                                    Integer.parseInt(box.group(2)),
                                    Integer.parseInt(box.group(3)),
                                    Integer.parseInt(box.group(4)))));
            from = box.end();
        }
        question.append(rest.substring(from));
        return new AnswerRequest(
                GoldenTasks.image(), question.toString(), mentions, answers, Integer.MAX_VALUE);
    }

    private void assertScores(AnswerResult result, List<String> list, int question) {
        for (AnswerResult.Answer answer : result.answers()) {
            assertThat(answer.score())
                    .as(answer.text())
                    .isEqualTo(score(list, question, answer.text()), within(TOLERANCE));
            assertThat(answer.score()).isLessThanOrEqualTo(result.best().score());
        }
    }

    private double score(List<String> list, int question, String answer) {
        JsonArray scores = golden.getAsJsonObject("gqa").getAsJsonArray("scores");
        return number(scores.get(question).getAsJsonArray(), list.indexOf(answer));
    }

    private static double number(JsonArray array, int i) {
        return array.get(i).getAsDouble();
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
