package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the tasks against the scenes that they tell of. */
class SceneFilesTest {
    @TempDir static Path temp;
    private static WrittenScenes written;

    @BeforeAll
    static void write() throws IOException {
        written = WrittenScenes.write(temp.resolve("data"), 12, 60);
    }

    @Test
    void captionsHaveASpanAndABoxForEachPhrase() throws IOException {
        List<SceneCaption> captions = new ArrayList<>();
        for (JsonObject entry : written.readBoth("captions")) {
            WrittenScenes.hasFields(entry, "caption");
            Scene scene = written.sceneOf(entry, "file_name");
            List<Mention> mentions = mentions(scene, entry);
            captions.add(new SceneCaption(entry.get("caption").getAsString(), mentions));
            assertThat(WrittenScenes.boxes(entry, "not_crop_bbox_list"))
                    .isEqualTo(WrittenScenes.boxesOf(scene));
        }
        assertThat(captions)
                .containsExactlyElementsOf(
                        written.scenes().stream()
                                .flatMap(it -> it.tasks().captions().stream())
                                .toList());
    }

    @Test
    void questionsHaveBoxesOrSayThatTheyHaveNone() throws IOException {
        List<SceneQuestion> questions = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        int without = 0;
        for (JsonObject entry : written.readBoth("questions")) {
            WrittenScenes.hasFields(entry, "question", "answer", "q_id", "no_bbox");
            assertThat(ids.add(Integer.valueOf(entry.get("q_id").getAsString()))).isTrue();
            Scene scene = written.sceneOf(entry, "file_name");
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
                        written.scenes().stream()
                                .flatMap(it -> it.tasks().questions().stream())
                                .toList());
        assertThat(
                        WrittenScenes.strings(
                                JsonParser.parseString(written.text("answers.json"))
                                        .getAsJsonArray()))
                .isEqualTo(SceneWords.answers(World.SHAPES));
    }

    /** Beside yes and no, what has to be seen and read for them. */
    @Test
    void cluesAreTheValuesThatAQuestionCompares() throws IOException {
        List<JsonObject> plain = written.read("questions-train.json");
        List<JsonObject> clues = new ArrayList<>(written.read("questions-clues.json"));
        Set<String> ids = new TreeSet<>();
        clues.forEach(it -> assertThat(ids.add(it.remove("q_id").getAsString())).isTrue());
        for (JsonObject entry : plain) {
            entry.remove("q_id");
            assertThat(clues.remove(0)).isEqualTo(entry);
            String kind = entry.get("kind").getAsString();
            if (!List.of("check", "same").contains(kind)) {
                continue;
            }
            String question = entry.get("question").getAsString();
            List<String> values =
                    List.of(answer(clues.remove(0), entry), answer(clues.remove(0), entry));
            boolean yes = entry.get("answer").getAsString().equals("yes");
            assertThat(values.get(0).equals(values.get(1))).as(question).isEqualTo(yes);
            Scene scene = written.sceneOf(entry, "file_name");
            List<SceneObject> named =
                    mentions(scene, entry).stream()
                            .map(it -> scene.objects().get(it.object()))
                            .toList();
            if (kind.equals("check")) {
                assertThat(question).endsWith(" " + values.get(1) + "?");
                assertThat(values.get(0))
                        .isIn(named.get(0).color().word(), named.get(0).kind().word());
            } else {
                assertThat(values).isEqualTo(named.stream().map(it -> it.color().word()).toList());
            }
        }
        assertThat(clues).isEmpty();
    }

    /** The answer of an entry that is another's but for it. */
    private static String answer(JsonObject entry, JsonObject plain) {
        JsonObject rest = entry.deepCopy();
        rest.add("answer", plain.get("answer"));
        assertThat(rest).isEqualTo(plain);
        return entry.get("answer").getAsString();
    }

    @Test
    void relationsToTrainWithAreSingleTriplesOrUnrelatedPairs() throws IOException {
        Map<Integer, Set<String>> told = new TreeMap<>();
        for (JsonObject entry : written.read("relations-train.json")) {
            Scene scene = written.sceneOf(entry, "file_name");
            SceneRelations relations = scene.tasks().relations();
            checkObjects(entry, scene);
            Set<String> of =
                    told.computeIfAbsent(written.scenes().indexOf(scene), index -> new TreeSet<>());
            if (entry.get("with_rel").getAsInt() == 1) {
                JsonArray triple = entry.getAsJsonArray("rel_tri");
                assertThat(relations.triples()).contains(triple(triple));
                assertThat(of.add(triple.toString())).isTrue();
                assertThat(entry.getAsJsonArray("un_rel_pair")).isEmpty();
            } else {
                assertThat(entry.has("rel_tri")).isFalse();
                List<String> pairs = WrittenScenes.strings(entry.getAsJsonArray("un_rel_pair"));
                assertThat(pairs).isNotEmpty();
                pairs.forEach(pair -> assertThat(of.add(pair)).isTrue());
            }
        }
        for (int i = 0; i < written.scenes().size(); i++) {
            SceneRelations relations = written.scenes().get(i).tasks().relations();
            assertThat(told.getOrDefault(i, Set.of()))
                    .hasSize(
                            Math.min(6, relations.triples().size()) + relations.unrelated().size());
        }
    }

    /** Boxes lie in a frame whose longer side is 1024. */
    private static void checkObjects(JsonObject entry, Scene scene) {
        assertThat(entry.get("img_info")).hasToString("{\"width\":128,\"height\":128}");
        List<Box> boxes = WrittenScenes.boxes(entry, "bbox_list");
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
                    .isEqualTo(World.SHAPES.kinds().indexOf(scene.objects().get(i).kind()) + 1);
        }
    }

    @Test
    void relationsToMeasureAreAllOfAnImage() throws IOException {
        List<Scene> measured = new ArrayList<>();
        for (JsonObject entry : written.read("relations-eval.json")) {
            Scene scene = written.sceneOf(entry, "img_path");
            measured.add(scene);
            assertThat(WrittenScenes.boxes(entry, "boxes")).isEqualTo(WrittenScenes.boxesOf(scene));
            checkClasses(entry.getAsJsonArray("labels"), scene);
            List<Triple> triples = new ArrayList<>();
            entry.getAsJsonArray("relations")
                    .forEach(it -> triples.add(triple(it.getAsJsonArray())));
            assertThat(triples).isEqualTo(scene.tasks().relations().triples());
        }
        assertThat(measured)
                .isNotEmpty()
                .containsExactlyElementsOf(
                        written.scenes().stream().filter(RelationJson::evaluates).toList());
    }

    @Test
    void theDictionaryNamesClassesAndPredicates() throws IOException {
        JsonObject dictionary =
                JsonParser.parseString(written.text("relations-dictionary.json")).getAsJsonObject();
        assertThat(dictionary.getAsJsonObject("idx_to_label").entrySet())
                .extracting(it -> it.getKey() + " " + it.getValue().getAsString())
                .containsExactly(
                        "1 circle", "2 square", "3 triangle", "4 star", "5 diamond", "6 cross");
        assertThat(dictionary.getAsJsonObject("idx_to_predicate").entrySet())
                .extracting(it -> it.getValue().getAsString())
                .isEqualTo(Files.readAllLines(written.folder().resolve("predicates.txt")))
                .containsExactly("left of", "right of", "above", "below", "same color as");
    }

    private static List<Mention> mentions(Scene scene, JsonObject entry) {
        List<Box> boxes = WrittenScenes.boxes(entry, "bbox_list");
        JsonArray spans = entry.getAsJsonArray("tokens_positive");
        assertThat(spans).hasSameSizeAs(boxes);
        List<Mention> mentions = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            JsonArray span = spans.get(i).getAsJsonArray();
            int object = WrittenScenes.boxesOf(scene).indexOf(boxes.get(i));
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
}
