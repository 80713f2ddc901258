package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Every sentence that the original evaluates on, letter by letter, made of its annotations. */
class TaskPromptsTest {

    private static final String POSITION = "\\[pos_[0-9]+]";

    private final JsonObject annotations =
            Golden.json("data/dataset_prompts.json")
                    .getAsJsonObject()
                    .getAsJsonObject("annotations");
    private final JsonObject prompts =
            Golden.json("data/dataset_prompts.json").getAsJsonObject().getAsJsonObject("prompts");

    @Test
    void referringExpressions() {
        String annotated =
                annotations.getAsJsonObject("grounding_eval").get("pseudo_caption").getAsString();
        String before = annotated.substring(0, annotated.indexOf(" @@"));
        String after = annotated.substring(annotated.indexOf("##") + "##".length());
        // The original writes any positions and masks them later.
        assertThat(
                        GroundingPrompt.ask(
                                        before + after, before.codePointCount(0, before.length()))
                                .text())
                .isEqualTo(
                        prompts.get("grounding_eval").getAsString().replaceAll(POSITION, "[MASK]"));
    }

    @Test
    void captionsWithPhrases() {
        JsonObject annotation = annotations.getAsJsonObject("grounding_train");
        List<Span> phrases = new ArrayList<>();
        for (JsonElement span : annotation.getAsJsonArray("tokens_positive")) {
            JsonArray ends = span.getAsJsonArray();
            phrases.add(new Span(ends.get(0).getAsInt(), ends.get(1).getAsInt()));
        }
        assertThat(GroundingPrompt.ask(annotation.get("caption").getAsString(), phrases).text())
                .isEqualTo(
                        prompts.get("grounding_train_flip_False")
                                .getAsString()
                                .replaceAll(POSITION, "[MASK]"));
    }

    @Test
    void questions() {
        JsonArray questions = annotations.getAsJsonArray("gqa");
        assertThat(questions).isNotEmpty();
        for (int i = 0; i < questions.size(); i++) {
            JsonObject question = questions.get(i).getAsJsonObject();
            List<AnswerPrompt.Mark> marks = new ArrayList<>();
            JsonArray spans = question.getAsJsonArray("tokens_positive");
            for (int j = 0; question.get("no_bbox").getAsInt() == 0 && j < spans.size(); j++) {
                marks.add(
                        new AnswerPrompt.Mark(
                                spans.get(j).getAsJsonArray().get(1).getAsInt(),
                                bins(question, question.getAsJsonArray("bbox_list").get(j))));
            }
            String asked = AnswerPrompt.ask(question.get("question").getAsString(), marks).text();
            assertThat(asked)
                    .isEqualTo(
                            prompts.getAsJsonObject("gqa_train_" + i + "_flip_False")
                                    .get("input")
                                    .getAsString());
            boolean normal = marks.isEmpty() && question.has("normal_question");
            assertThat(normal ? AnswerPrompt.ask(normal(question), marks).text() : asked)
                    .isEqualTo(prompts.get("gqa_eval_" + i).getAsString());
        }
    }

    private static String normal(JsonObject question) {
        return question.get("normal_question").getAsString();
    }

    @Test
    void choicesAsEvaluated() {
        assertChoices("vcr_eval", ReferenceStyle.EVALUATED);
        assertChoices("vcr_eval_without_positions", ReferenceStyle.NAMES_ONLY);
    }

    private void assertChoices(String name, ReferenceStyle style) {
        JsonObject annotation = annotations.getAsJsonObject("vcr_eval");
        JsonArray choices = annotation.getAsJsonArray("answer_choices");
        JsonArray expected = prompts.getAsJsonArray(name);
        assertThat(expected).hasSameSizeAs(choices);
        for (int i = 0; i < choices.size(); i++) {
            List<Sentence> sentences =
                    List.of(sentence(annotation.get("question")), sentence(choices.get(i)));
            assertThat(ChoicePrompt.write(sentences, objects(annotation), style).text())
                    .isEqualTo(expected.get(i).getAsString());
        }
    }

    @Test
    void choicesAsTrained() {
        JsonObject annotation = annotations.getAsJsonObject("vcr_train");
        for (int label = 0; label <= 1; label++) {
            String kind = label == 1 ? "right_" : "wrong_";
            assertTrained(
                    annotation, "vcr_train_with_answer_label" + label, "question", kind + "answer");
            assertTrained(
                    annotation,
                    "vcr_train_with_rationale_label" + label,
                    "question",
                    "right_answer",
                    kind + "rationale");
        }
    }

    private void assertTrained(JsonObject annotation, String name, String... parts) {
        List<Sentence> sentences = new ArrayList<>();
        for (String part : parts) {
            sentences.add(sentence(annotation.get(part)));
        }
        assertThat(
                        ChoicePrompt.write(sentences, objects(annotation), ReferenceStyle.TRAINED)
                                .text())
                .isEqualTo(prompts.get(name + "_flip_False").getAsString());
    }

    /** What is written as a text means what is written as tokens. */
    @Test
    void referencesInPlainText() {
        JsonObject annotation = annotations.getAsJsonObject("vcr_eval");
        JsonArray tokens = annotation.getAsJsonArray("question");
        StringBuilder plain = new StringBuilder();
        tokens.forEach(
                token ->
                        plain.append(' ')
                                .append(
                                        token.isJsonArray()
                                                ? token.toString()
                                                : token.getAsString()));
        List<Sentence> sentences = List.of(Sentence.parse(plain.toString()));
        ReferenceStyle style = ReferenceStyle.EVALUATED;
        assertThat(ChoicePrompt.write(sentences, objects(annotation), style).text())
                .isEqualTo(
                        ChoicePrompt.write(List.of(sentence(tokens)), objects(annotation), style)
                                .text());
    }

    @Test
    void relations() throws IOException {
        JsonObject annotation = annotations.getAsJsonObject("vrd_eval");
        JsonObject labels =
                Golden.json("data/vg_dict.json").getAsJsonObject().getAsJsonObject("idx_to_label");
        // The annotation has no size: its boxes are pixels of the image itself.
        BufferedImage file = ImageIO.read(Golden.file("data/image_0.png").toFile());
        List<BoxedName> objects = new ArrayList<>();
        for (int i = 0; i < annotation.getAsJsonArray("labels").size(); i++) {
            Box box = box(annotation.getAsJsonArray("boxes").get(i));
            String label = annotation.getAsJsonArray("labels").get(i).getAsString();
            objects.add(
                    new BoxedName(
                            labels.get(label).getAsString(),
                            bins(box, file.getWidth(), file.getHeight())));
        }
        JsonObject expected = prompts.getAsJsonObject("vrd_eval");
        JsonArray pairs = expected.getAsJsonArray("pairs");
        assertThat(pairs).isNotEmpty();
        for (int i = 0; i < pairs.size(); i++) {
            String[] pair = pairs.get(i).getAsString().split("_", -1);
            assertThat(
                            RelationPrompt.ask(
                                            objects.get(Integer.parseInt(pair[0])),
                                            objects.get(Integer.parseInt(pair[1])))
                                    .text())
                    .isEqualTo(expected.getAsJsonArray("prompts").get(i).getAsString());
        }
    }

    private static List<BoxedName> objects(JsonObject annotation) {
        List<BoxedName> objects = new ArrayList<>();
        JsonArray names = annotation.getAsJsonArray("names");
        for (int i = 0; i < names.size(); i++) {
            objects.add(
                    new BoxedName(
                            names.get(i).getAsString(),
                            bins(annotation, annotation.getAsJsonArray("bbox_list").get(i))));
        }
        return objects;
    }

    private static Sentence sentence(JsonElement tokens) {
        List<Object> list = new ArrayList<>();
        for (JsonElement token : tokens.getAsJsonArray()) {
            list.add(
                    token.isJsonArray()
                            ? token.getAsJsonArray().asList().stream()
                                    .map(JsonElement::getAsInt)
                                    .toList()
                            : token.getAsString());
        }
        return Sentence.ofTokens(list);
    }

    private static BoxBins bins(JsonObject annotation, JsonElement box) {
        return bins(
                box(box), annotation.get("width").getAsInt(), annotation.get("height").getAsInt());
    }

    private static BoxBins bins(Box box, int width, int height) {
        return PositionTokens.encode(box, width, height);
    }

    private static Box box(JsonElement corners) {
        JsonArray c = corners.getAsJsonArray();
        return new Box(
                c.get(0).getAsDouble(),
                c.get(1).getAsDouble(),
                c.get(2).getAsDouble(),
                c.get(3).getAsDouble());
    }
}
