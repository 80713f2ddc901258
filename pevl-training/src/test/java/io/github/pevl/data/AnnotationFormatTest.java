package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.data.ChoiceSample.Asks;
import io.github.pevl.data.RelationSample.Triple;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats of all tasks but grounding's own, which {@link GroundingFormatTest} reads. */
class AnnotationFormatTest {

    private static final Path ROOT = Path.of("images");
    private static final Path IMAGE = ROOT.resolve("a.png");
    private static final Box FIRST = new Box(64, 96, 256, 336);
    private static final Box SECOND = new Box(320, 144, 576, 432);

    private static final RelationDictionary DICTIONARY =
            new RelationDictionary(List.of("man", "horse", "hat"), List.of("on", "riding"));

    private static final String QUESTION =
            """
            {"file_name": "a.png", "width": 640, "height": 480, "q_id": 7,
             "question": "Is the box left of the ball?", "answer": "left", "no_bbox": 0,
             "tokens_positive": [[7, 10], [23, 27]], "not_crop_bbox_list": [[64, 96, 256, 336]],
             "bbox_list": [[64, 96, 256, 336], [320, 144, 576, 432]], "kind": "side"}""";

    private static final String CHOICE =
            """
            {"file_name": "a.png", "width": 640, "height": 480, "annot_id": "val-0",
             "names": ["person", "dog"],
             "bbox_list": [[64, 96, 256, 336, 0.9], [320, 144, 576, 432, 0.8]],
             "question": ["why", "is", [0], "near", [1], "?"],
             "right_answer": [[0], "likes", [1]], "wrong_answer": ["who", "knows"],
             "right_rationale": [[1], "is", "a", "pet"], "wrong_rationale": ["no", "idea"]}""";

    private static final String FOUR =
            CHOICE.substring(0, CHOICE.indexOf("\"right_answer\""))
                    + """
                    "answer_choices": [["a"], ["b"], [[0, 1]], ["d"]], "answer_label": 2,
                    "rationale_choices": [["w"], ["x"], ["y"], ["z"]], "rationale_label": 0}""";

    private static final String RELATION =
            """
            {"file_name": "a.png", "img_info": {"width": 640, "height": 480},
             "bbox_list": [[102.4, 153.6, 409.6, 537.6], [512, 230.4, 921.6, 691.2]],
             "gt_classes": [1, 2], "with_rel": 1, "rel_tri": [0, 1, 2],
             "un_rel_pair": ["1_0", "0_1"]}""";

    private static final String RELATIONS =
            """
            {"img_path": "a.png", "width": 640, "height": 480,
             "boxes": [[64, 96, 256, 336], [320, 144, 576, 432]],
             "labels": [1, 2], "relations": [[0, 1, 2], [1, 0, 1]]}""";

    private static final String CAPTIONS =
            """
            {"info": {"images": [1]}, "licenses": [],
             "images": [
              {"id": 5, "file_name": "a.png", "width": 640, "height": 480,
               "caption": "a dog and the pet of two cats", "dataset_name": "coco"},
              {"id": 6, "file_name": "b.png", "width": 640, "height": 480, "caption": "nothing"}],
             "annotations": [
              {"image_id": 5, "bbox": [64, 96, 192, 240], "iscrowd": 0,
               "tokens_positive": [[10, 13], [2, 5], [14, 17]]},
              {"image_id": 5, "bbox": [320, 144, 256, 288], "tokens_positive": [[21, 29]]},
              {"image_id": 5, "bbox": [0, 0, 50, 900], "tokens_positive": [[21, 29]]},
              {"image_id": 6, "bbox": [0, 0, 5, 5], "iscrowd": 1, "tokens_positive": []}]}""";

    @TempDir Path temp;

    private <S extends Sample> List<S> read(AnnotationFormat<S> format, String... entries)
            throws IOException {
        return format.read(write("[" + String.join(",", entries) + "]"), ROOT);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(temp.resolve("annotations.json"), content);
    }

    @Test
    void questions() throws IOException {
        PhraseBox box = new PhraseBox(7, 10, FIRST);
        PhraseBox ball = new PhraseBox(23, 27, SECOND);
        AnswerSample sample =
                new AnswerSample(
                        IMAGE,
                        "Is the box left of the ball?",
                        List.of(box, ball),
                        "left",
                        "7",
                        List.of(FIRST),
                        640,
                        480,
                        "side");
        assertThat(read(AnnotationFormat.QUESTIONS, QUESTION)).containsExactly(sample);
        String unboxed = QUESTION.replace("\"no_bbox\": 0", "\"no_bbox\": 1");
        assertThat(read(AnnotationFormat.QUESTIONS, unboxed.replace("[7, 10]", "[7, 1000]")))
                .singleElement()
                .matches(
                        it -> it.phraseBoxes().isEmpty() && it.keptInCrop().equals(List.of(FIRST)));
    }

    /** As the original: only its evaluation asks it, and only where no box is written. */
    @Test
    void normalQuestions() throws IOException {
        String normal = QUESTION.replace("\"q_id\"", "\"normal_question\": \"Is it?\", \"q_id\"");
        String unboxed = normal.replace("\"no_bbox\": 0", "\"no_bbox\": 1");
        String question = "Is the box left of the ball?";
        assertThat(read(AnnotationFormat.QUESTIONS_EVALUATION, normal, unboxed, QUESTION))
                .extracting(AnswerSample::question)
                .containsExactly(question, "Is it?", question);
        assertThat(read(AnnotationFormat.QUESTIONS, normal, unboxed))
                .extracting(AnswerSample::question)
                .containsExactly(question, question);
    }

    private static ChoiceSample choice(
            List<Sentence> context, List<Sentence> choices, int right, Asks asks) {
        return new ChoiceSample(
                IMAGE,
                List.of(new NamedBox("person", FIRST), new NamedBox("dog", SECOND)),
                context,
                choices,
                right,
                asks,
                "val-0",
                640,
                480,
                null);
    }

    @Test
    void choicesToTrainOn() throws IOException {
        Sentence question =
                Sentence.ofTokens(List.of("why", "is", List.of(0), "near", List.of(1), "?"));
        Sentence likes = Sentence.ofTokens(List.of(List.of(0), "likes", List.of(1)));
        Sentence knows = Sentence.ofTokens(List.of("who", "knows"));
        Sentence pet = Sentence.ofTokens(List.of(List.of(1), "is", "a", "pet"));
        Sentence idea = Sentence.ofTokens(List.of("no", "idea"));
        ChoiceSample answers = choice(List.of(question), List.of(likes, knows), 0, Asks.ANSWER);
        ChoiceSample reasons =
                choice(List.of(question, likes), List.of(pet, idea), 0, Asks.RATIONALE);
        assertThat(read(AnnotationFormat.CHOICES, CHOICE)).containsExactly(answers, reasons);
        assertThat(read(AnnotationFormat.CHOICES, with(CHOICE, "\"with_answer\": 1")))
                .containsExactly(answers);
        assertThat(read(AnnotationFormat.CHOICES, with(CHOICE, "\"with_answer\": 0")))
                .containsExactly(reasons);
        assertThat(read(AnnotationFormat.CHOICES, with(CHOICE, "\"with_rationale\": 1")))
                .containsExactly(reasons);
        assertThat(read(AnnotationFormat.CHOICES, with(CHOICE, "\"with_answer\": 1, \"label\": 0")))
                .containsExactly(
                        choice(List.of(question), List.of(knows), ChoiceSample.NONE, Asks.ANSWER));
    }

    private static String with(String entry, String fields) {
        return entry.substring(0, entry.length() - 1) + ", " + fields + "}";
    }

    @Test
    void choicesToEvaluateOn() throws IOException {
        List<ChoiceSample> both = read(AnnotationFormat.CHOICES_EVALUATION, FOUR);
        assertThat(both).extracting(ChoiceSample::asks).containsExactly(Asks.values());
        assertThat(both).extracting(ChoiceSample::right).containsExactly(2, 0);
        assertThat(both).extracting(ChoiceSample::id).containsOnly("val-0");
        Sentence right = Sentence.ofTokens(List.of(List.of(0, 1)));
        assertThat(both.get(1).context().get(1)).isEqualTo(right);
        int from = FOUR.indexOf("\"answer_choices\"");
        int to = FOUR.indexOf("\"rationale_choices\"");
        String rationales = FOUR.substring(0, from) + FOUR.substring(to);
        assertThat(read(AnnotationFormat.CHOICES_EVALUATION, rationales))
                .singleElement()
                .matches(it -> it.context().size() == 1 && it.asks() == Asks.RATIONALE);
    }

    @Test
    void relations() throws IOException {
        List<NamedBox> objects = List.of(new NamedBox("man", FIRST), new NamedBox("horse", SECOND));
        Triple riding = new Triple(0, 1, "riding");
        assertThat(read(AnnotationFormat.relations(DICTIONARY), RELATION))
                .containsExactly(
                        new RelationSample(IMAGE, objects, List.of(riding), List.of(), 640, 480));
        String unrelated = RELATION.replace("\"with_rel\": 1", "\"with_rel\": 0");
        assertThat(read(AnnotationFormat.relations(DICTIONARY), unrelated))
                .containsExactly(
                        new RelationSample(
                                IMAGE,
                                objects,
                                List.of(),
                                List.of(new Pair(1, 0), new Pair(0, 1)),
                                640,
                                480));
        assertThat(read(AnnotationFormat.relationsEvaluation(DICTIONARY), RELATIONS))
                .containsExactly(
                        new RelationSample(
                                IMAGE,
                                objects,
                                List.of(riding, new Triple(1, 0, "on")),
                                List.of(),
                                640,
                                480));
    }

    /** The first box has three spans, of which two touch; the last span has two boxes. */
    @Test
    void captionsOfMdetr() throws IOException {
        Box tall = new Box(0, 0, 50, 480);
        assertThat(AnnotationFormat.MDETR.read(write(CAPTIONS), ROOT))
                .containsExactly(
                        new GroundingSample(
                                IMAGE,
                                "a dog and the pet of two cats",
                                List.of(
                                        new PhraseBox(2, 5, FIRST),
                                        new PhraseBox(10, 17, FIRST),
                                        new PhraseBox(21, 29, SECOND),
                                        new PhraseBox(21, 29, tall)),
                                List.of(FIRST, SECOND, tall),
                                640,
                                480,
                                "coco"));
    }

    @Test
    void annotationsMayStandBeforeTheirImages() throws IOException {
        int images = CAPTIONS.indexOf("\"images\": [\n");
        int annotations = CAPTIONS.indexOf("\"annotations\"");
        String turned =
                "{"
                        + CAPTIONS.substring(annotations, CAPTIONS.length() - 1)
                        + ", "
                        + CAPTIONS.substring(images, CAPTIONS.lastIndexOf(",", annotations))
                        + "}";
        assertThat(AnnotationFormat.MDETR.read(write(turned), ROOT))
                .isEqualTo(AnnotationFormat.MDETR.read(write(CAPTIONS), ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gqa      | "answer": "left"   | "answer": " "           | answer          | is blank
                    gqa      | "no_bbox": 0       | "no_bbox": 2            | no_bbox         | is not 0 or 1
                    gqa      | [23, 27]           | [23, 99]                | tokens_positive[1] | leaves the sentence
                    vcr      | "person", "dog"    | "person"                | names           | 1 names for 2 boxes
                    vcr      | "person", "dog"    | "person", " "           | names[1]        | name
                    vcr      | "near", [1]        | "near", [2]             | question        | object 2 does not exist; there are 2
                    vcr      | "near", [1]        | "near", [0.5]           | question        | is not a list of words
                    vcr      | "who", "knows"     | ''                      | wrong_answer    | no words
                    vcr      | 0.9                | 0.9, 3                  | bbox_list[0]    | is not a box
                    vcr-eval | "answer_label": 2  | "answer_label": 4       | answer_label    | the choices are 0 to 3
                    vcr-eval | ["x"], ["y"]       | ["x"], [[7]]            | rationale_choices[2] | object 7 does not exist
                    vrd      | [1, 2], "with_rel" | [1, 4], "with_rel"      | gt_classes[1]   | no label 4; the dictionary has 1 to 3
                    vrd      | [0, 1, 2]          | [0, 1, 3]               | rel_tri         | no predicate 3
                    vrd      | [0, 1, 2]          | [0, 0, 2]               | rel_tri         | cannot relate to itself
                    vrd      | "with_rel": 1      | "with_rel": 0, "un_rel_pair": [] | un_rel_pair | one pair
                    vrd      | 921.6, 691.2       | 921.6, 230.0            | bbox_list[1]    | is not a box
                    vrd-eval | [1, 0, 1]          | [1, 2, 1]               | relations[1]    | object 2 does not exist
                    vrd-eval | [[0, 1, 2], [1, 0, 1]] | []                  | relations       | nothing to find
                    """)
    void badEntriesAreNamed(String format, String part, String wrong, String field, String said) {
        String entry =
                switch (format) {
                    case "gqa" -> QUESTION;
                    case "vcr" -> CHOICE;
                    case "vcr-eval" -> FOUR;
                    case "vrd" -> RELATION;
                    default -> RELATIONS;
                };
        assertThat(entry).contains(part);
        String bad = entry.replace(part, wrong);
        if (wrong.contains("un_rel_pair")) {
            bad = bad.replace(",\n \"un_rel_pair\": [\"1_0\", \"0_1\"]", "");
        }
        String content = bad;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(AnnotationFormat.named(format, DICTIONARY), content))
                .withMessageContaining(
                        "annotations.json, line 1, entry 0 (from 0), field '" + field)
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "id": 6                      | "id": 5            | line 5, images[1], field 'id'      | an image before
                    "caption": "nothing"         | "capt": ""         | line 5, images[1], field 'caption' | is missing
                    "image_id": 6                | "image_id": 9      | no                                 | no
                    "bbox": [64, 96, 192, 240]   | "bbox": [1, 2, 3]  | line 7, annotations[0], field 'bbox' | is not a box
                    "bbox": [320, 144            | "bbox": [700, 144  | line 9, annotations[1], field 'bbox' | lies beside
                    [14, 17]                     | [14, 170]          | line 7, annotations[0], field 'tokens_positive' | leaves the sentence
                    [14, 17]                     | [14, 14]           | line 7, annotations[0], field 'tokens_positive[2]' | cannot reach
                    """)
    void badCaptionsAreNamed(String part, String wrong, String where, String said)
            throws IOException {
        assertThat(CAPTIONS).contains(part);
        Path json = write(CAPTIONS.replace(part, wrong));
        if (where.equals("no")) { // crowds are passed over unread
            assertThat(AnnotationFormat.MDETR.read(json, ROOT)).hasSize(1);
            return;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.MDETR.read(json, ROOT))
                .withMessageStartingWith(json + ", " + where)
                .withMessageContaining(said);
    }

    @Test
    void aCheckFindsEverythingAndGoesOn() throws IOException {
        Files.createFile(temp.resolve("a.png"));
        String far = QUESTION.replace("[320, 144, 576, 432]", "[320, 144, 576, 999]");
        String bad =
                QUESTION.replace("[7, 10], [23, 27]", "[7, 70], [23, 90]")
                        .replace("[320, 144", "[700, 144")
                        .replace("576, 432", "800, 432")
                        .replace("a.png", "b.png");
        Path json = write("[" + String.join(",\n", QUESTION, far, bad, "[]", QUESTION) + "\n, {");
        List<String> problems = new ArrayList<>();
        AnnotationFormat.Check check = AnnotationFormat.QUESTIONS.check(json, temp, problems::add);
        List<String> expected =
                List.of(
                        "line 5, entry 1 (from 0), field 'bbox_list[1]': Box (320.0, 144.0, 576.0,"
                                + " 999.0) reaches beyond the image of 640 x 480",
                        "line 9, entry 2 (from 0), field 'file_name': there is no image file",
                        "line 9, entry 2 (from 0), field 'bbox_list[1]': Box (700.0, 144.0",
                        "line 9, entry 2 (from 0), field 'tokens_positive[0]': Span [7, 70)",
                        "line 9, entry 2 (from 0), field 'tokens_positive[1]': Span [23, 90)",
                        "line 13, entry 3 (from 0): expected an object",
                        "line 18, entry 5 (from 0): not JSON, or cut off");
        assertThat(problems).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(problems.get(i)).startsWith(json + ", " + expected.get(i));
        }
        assertThat(check).isEqualTo(new AnnotationFormat.Check(5, 3, 2, problems.size()));
    }

    @Test
    void aCheckOfCaptionsNamesBoxesOfNoImage() throws IOException {
        Path json =
                write(
                        CAPTIONS.replace(
                                "\"image_id\": 5, \"bbox\": [320",
                                "\"image_id\": 8, \"bbox\": [320"));
        List<String> problems = new ArrayList<>();
        AnnotationFormat.MDETR.check(json, ROOT, problems::add);
        assertThat(problems)
                .anyMatch(
                        it ->
                                it.contains(
                                        "annotations[2], field 'bbox': Box (0.0, 0.0, 50.0, 900.0) reaches"))
                .anyMatch(
                        it -> it.contains("annotations[1], field 'image_id': is that of no image"))
                .anyMatch(it -> it.contains("images[1], field 'file_name': there is no image"))
                .hasSize(4);
    }

    @Test
    void formatsHaveNames() {
        for (String name : AnnotationFormat.names()) {
            assertThat(AnnotationFormat.named(name, DICTIONARY).name()).isEqualTo(name);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.named("coco", null))
                .withMessageContaining("no format \"coco\"; there are [grounding, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.named("vrd", null))
                .withMessageContaining("needs a dictionary");
    }

    @Test
    void dictionariesAreChecked() throws IOException {
        String good =
                """
                {"idx_to_label": {"1": "man", "2": "horse", "3": "hat"},
                 "idx_to_predicate": {"1": "on", "2": "riding"}, "other": []}""";
        assertThat(RelationDictionary.read(write(good))).isEqualTo(DICTIONARY);
        for (String part :
                List.of("\"idx_to_label\"", "\"3\"", "{\"1\": \"on\", \"2\": \"riding\"}")) {
            Path json = write(good.replace(part, part.startsWith("{") ? "{}" : "\"0\""));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RelationDictionary.read(json))
                    .withMessageStartingWith(json + " is no dictionary of relations: ");
        }
    }
}
