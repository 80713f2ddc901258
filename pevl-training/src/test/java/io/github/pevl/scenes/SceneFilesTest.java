package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.scenes.SceneRelations.Triple;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the tasks against the scenes that they tell of, in pictures of another side. */
class SceneFilesTest {
    private static final int SIDE = 128;
    private static final int COUNT = 60;

    @TempDir static Path temp;
    private static Path folder;
    private static List<Scene> scenes;

    @BeforeAll
    static void write() throws IOException {
        folder = temp.resolve("data");
        SceneGenerator generator = new SceneGenerator(12, SIDE, 6);
        SceneWriter.write(generator, COUNT, folder, done -> {});
        scenes = IntStream.range(0, COUNT).mapToObj(generator::scene).toList();
    }

    @Test
    void captionsHaveASpanAndABoxForEachPhrase() throws IOException {
        assertThat(read("captions-eval.json")).isEqualTo(read("captions-train.json"));
        List<SceneCaption> captions = new ArrayList<>();
        for (JsonObject entry : read("captions-train.json")) {
            assertThat(entry.keySet())
                    .containsExactly(
                            "file_name",
                            "caption",
                            "tokens_positive",
                            "bbox_list",
                            "not_crop_bbox_list",
                            "width",
                            "height",
                            "kind");
            Scene scene = sceneOf(entry, "file_name");
            List<Mention> mentions = mentions(scene, entry);
            captions.add(new SceneCaption(entry.get("caption").getAsString(), mentions));
            assertThat(boxes(entry, "not_crop_bbox_list")).isEqualTo(boxesOf(scene));
        }
        assertThat(captions)
                .containsExactlyElementsOf(
                        scenes.stream().flatMap(it -> it.tasks().captions().stream()).toList());
    }

    @Test
    void questionsHaveBoxesOrSayThatTheyHaveNone() throws IOException {
        assertThat(read("questions-eval.json")).isEqualTo(read("questions-train.json"));
        List<SceneQuestion> questions = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        int without = 0;
        for (JsonObject entry : read("questions-train.json")) {
            assertThat(entry.keySet())
                    .containsExactly(
                            "file_name",
                            "question",
                            "answer",
                            "q_id",
                            "no_bbox",
                            "tokens_positive",
                            "bbox_list",
                            "not_crop_bbox_list",
                            "width",
                            "height",
                            "kind");
            assertThat(ids.add(Integer.valueOf(entry.get("q_id").getAsString()))).isTrue();
            Scene scene = sceneOf(entry, "file_name");
            boolean boxed = entry.get("no_bbox").getAsInt() == 0;
            if (!boxed) {
                without++;
                assertThat(entry.get("bbox_list")).hasToString("[[0,0,1,1]]");
            }
            questions.add(
                    new SceneQuestion(
                            Enum.valueOf(
                                    QuestionKind.class,
                                    entry.get("kind").getAsString().toUpperCase(Locale.ROOT)),
                            entry.get("question").getAsString(),
                            boxed ? mentions(scene, entry) : List.of(),
                            entry.get("answer").getAsString()));
        }
        assertThat(without).isPositive();
        assertThat(questions)
                .containsExactlyElementsOf(
                        scenes.stream().flatMap(it -> it.tasks().questions().stream()).toList());
        assertThat(strings(JsonParser.parseString(text("answers.json")).getAsJsonArray()))
                .isEqualTo(SceneWords.answers());
    }

    @Test
    void relationsToTrainWithAreSingleTriplesOrUnrelatedPairs() throws IOException {
        Map<Integer, Set<String>> told = new TreeMap<>();
        for (JsonObject entry : read("relations-train.json")) {
            Scene scene = sceneOf(entry, "file_name");
            SceneRelations relations = scene.tasks().relations();
            checkObjects(entry, scene);
            Set<String> of = told.computeIfAbsent(scenes.indexOf(scene), index -> new TreeSet<>());
            if (entry.get("with_rel").getAsInt() == 1) {
                JsonArray triple = entry.getAsJsonArray("rel_tri");
                assertThat(relations.triples()).contains(triple(triple));
                assertThat(of.add(triple.toString())).isTrue();
                assertThat(entry.getAsJsonArray("un_rel_pair")).isEmpty();
            } else {
                assertThat(entry.has("rel_tri")).isFalse();
                List<String> pairs = strings(entry.getAsJsonArray("un_rel_pair"));
                assertThat(pairs).isNotEmpty();
                pairs.forEach(pair -> assertThat(of.add(pair)).isTrue());
            }
        }
        for (int i = 0; i < COUNT; i++) {
            SceneRelations relations = scenes.get(i).tasks().relations();
            assertThat(told.getOrDefault(i, Set.of()))
                    .hasSize(
                            Math.min(6, relations.triples().size()) + relations.unrelated().size());
        }
    }

    /** Boxes lie in a frame whose longer side is 1024. */
    private static void checkObjects(JsonObject entry, Scene scene) {
        assertThat(entry.get("img_info")).hasToString("{\"width\":128,\"height\":128}");
        List<Box> boxes = boxes(entry, "bbox_list");
        assertThat(boxes).hasSameSizeAs(scene.objects());
        for (int i = 0; i < boxes.size(); i++) {
            Box box = scene.objects().get(i).box();
            assertThat(boxes.get(i))
                    .isEqualTo(new Box(box.x1() * 8, box.y1() * 8, box.x2() * 8, box.y2() * 8));
        }
        checkClasses(entry.getAsJsonArray("gt_classes"), scene);
    }

    private static void checkClasses(JsonArray classes, Scene scene) {
        assertThat(classes).hasSameSizeAs(scene.objects());
        for (int i = 0; i < classes.size(); i++) {
            assertThat(classes.get(i).getAsInt())
                    .isEqualTo(scene.objects().get(i).kind().ordinal() + 1);
        }
    }

    @Test
    void relationsToMeasureAreAllOfAPicture() throws IOException {
        List<Scene> measured = new ArrayList<>();
        for (JsonObject entry : read("relations-eval.json")) {
            Scene scene = sceneOf(entry, "img_path");
            measured.add(scene);
            assertThat(boxes(entry, "boxes")).isEqualTo(boxesOf(scene));
            checkClasses(entry.getAsJsonArray("labels"), scene);
            List<Triple> triples = new ArrayList<>();
            entry.getAsJsonArray("relations")
                    .forEach(it -> triples.add(triple(it.getAsJsonArray())));
            assertThat(triples).isEqualTo(scene.tasks().relations().triples());
        }
        assertThat(measured)
                .isNotEmpty()
                .containsExactlyElementsOf(
                        scenes.stream().filter(RelationJson::evaluates).toList());
    }

    @Test
    void theDictionaryNamesClassesAndPredicates() throws IOException {
        JsonObject dictionary =
                JsonParser.parseString(text("relations-dictionary.json")).getAsJsonObject();
        assertThat(dictionary.getAsJsonObject("idx_to_label").entrySet())
                .extracting(it -> it.getKey() + " " + it.getValue().getAsString())
                .containsExactly(
                        "1 circle", "2 square", "3 triangle", "4 star", "5 diamond", "6 cross");
        assertThat(dictionary.getAsJsonObject("idx_to_predicate").entrySet())
                .extracting(it -> it.getValue().getAsString())
                .isEqualTo(Files.readAllLines(folder.resolve("predicates.txt")))
                .containsExactly("left of", "right of", "above", "below", "same color as");
    }

    @Test
    void choicesToTrainWithAreRightAndWrongEquallyOften() throws IOException {
        List<JsonObject> entries = read("choices-train.json");
        int at = 0;
        for (Scene scene : scenes) {
            for (SceneChoice choice : scene.tasks().choices()) {
                for (int i = 0; i < 4; i++) {
                    JsonObject entry = entries.get(at++);
                    checkChoice(entry, scene);
                    assertThat(sentence(entry.get("question"))).isEqualTo(choice.question());
                    assertThat(entry.get("label").getAsInt()).isEqualTo(1 - i % 2);
                    assertThat(entry.has("with_answer")).isEqualTo(i < 2);
                    assertThat(entry.has("with_rationale")).isEqualTo(i >= 2);
                    checkPart(entry, "answer", choice.answers());
                    checkPart(entry, "rationale", choice.rationales());
                }
            }
        }
        assertThat(entries).hasSize(at);
    }

    private static void checkPart(JsonObject entry, String part, SceneChoice.Options options) {
        String right = options.texts().get(options.right());
        assertThat(sentence(entry.get("right_" + part))).isEqualTo(right);
        assertThat(sentence(entry.get("wrong_" + part))).isIn(options.texts()).isNotEqualTo(right);
    }

    private static void checkChoice(JsonObject entry, Scene scene) {
        assertThat(strings(entry.getAsJsonArray("names")))
                .hasSameSizeAs(scene.objects())
                .containsOnly("shape");
        JsonArray boxes = entry.getAsJsonArray("bbox_list");
        for (int i = 0; i < boxes.size(); i++) {
            JsonArray box = boxes.get(i).getAsJsonArray();
            assertThat(box).hasSize(5);
            assertThat(box(box)).isEqualTo(scene.objects().get(i).box());
        }
        assertThat(entry.get("width").getAsInt()).isEqualTo(SIDE);
        assertThat(entry.get("height").getAsInt()).isEqualTo(SIDE);
    }

    @Test
    void choicesToMeasureAreAnswersAndThenRationales() throws IOException {
        List<JsonObject> entries = read("choices-eval.json");
        int at = 0;
        for (Scene scene : scenes) {
            for (SceneChoice choice : scene.tasks().choices()) {
                JsonObject answers = entries.get(at++);
                JsonObject rationales = entries.get(at++);
                checkChoice(answers, scene);
                checkChoice(rationales, scene);
                assertThat(answers.get("annot_id")).isEqualTo(rationales.get("annot_id"));
                assertThat(sentence(answers.get("question"))).isEqualTo(choice.question());
                assertThat(sentence(rationales.get("question")))
                        .isEqualTo(choice.question() + " [SEP] " + choice.answers().rightText());
                checkOptions(answers, "answer", choice.answers());
                checkOptions(rationales, "rationale", choice.rationales());
                assertThat(answers.has("rationale_choices")).isFalse();
            }
        }
        assertThat(entries).hasSize(at);
    }

    private static void checkOptions(JsonObject entry, String part, SceneChoice.Options options) {
        List<String> texts = new ArrayList<>();
        entry.getAsJsonArray(part + "_choices").forEach(it -> texts.add(sentence(it)));
        assertThat(texts).isEqualTo(options.texts());
        assertThat(entry.get(part + "_label").getAsInt()).isEqualTo(options.right());
    }

    /** ["what", "is", [0], "?"] becomes "what is [0] ?". */
    private static String sentence(JsonElement tokens) {
        List<String> words = new ArrayList<>();
        for (JsonElement token : tokens.getAsJsonArray()) {
            words.add(token.isJsonArray() ? token.toString() : token.getAsString());
        }
        return String.join(" ", words);
    }

    private static List<Mention> mentions(Scene scene, JsonObject entry) {
        List<Box> boxes = boxes(entry, "bbox_list");
        JsonArray spans = entry.getAsJsonArray("tokens_positive");
        assertThat(spans).hasSameSizeAs(boxes);
        List<Mention> mentions = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            JsonArray span = spans.get(i).getAsJsonArray();
            int object = boxesOf(scene).indexOf(boxes.get(i));
            mentions.add(new Mention(span.get(0).getAsInt(), span.get(1).getAsInt(), object));
        }
        return mentions;
    }

    private static Triple triple(JsonArray numbers) {
        return new Triple(
                numbers.get(0).getAsInt(),
                numbers.get(1).getAsInt(),
                ScenePredicate.values()[numbers.get(2).getAsInt() - 1]);
    }

    private static Scene sceneOf(JsonObject entry, String field) {
        String name = entry.get(field).getAsString();
        assertThat(folder.resolve(name)).isRegularFile();
        return scenes.get(Integer.parseInt(name.replaceAll("\\D", "")));
    }

    private static List<Box> boxesOf(Scene scene) {
        return scene.objects().stream().map(SceneObject::box).toList();
    }

    private static List<Box> boxes(JsonObject entry, String field) {
        List<Box> boxes = new ArrayList<>();
        entry.getAsJsonArray(field).forEach(it -> boxes.add(box(it.getAsJsonArray())));
        return boxes;
    }

    private static Box box(JsonArray corners) {
        return new Box(
                corners.get(0).getAsDouble(),
                corners.get(1).getAsDouble(),
                corners.get(2).getAsDouble(),
                corners.get(3).getAsDouble());
    }

    private static List<String> strings(JsonArray list) {
        List<String> strings = new ArrayList<>();
        list.forEach(it -> strings.add(it.getAsString()));
        return strings;
    }

    private static List<JsonObject> read(String name) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        JsonParser.parseString(text(name))
                .getAsJsonArray()
                .forEach(it -> entries.add(it.getAsJsonObject()));
        return entries;
    }

    private static String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
