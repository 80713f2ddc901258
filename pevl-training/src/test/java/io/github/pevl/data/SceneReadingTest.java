package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own readers and prompts take what the scenes write. */
class SceneReadingTest {
    @TempDir static Path temp;
    private static Path folder;
    private static RelationDictionary dictionary;

    @BeforeAll
    static void write() throws IOException {
        folder = temp.resolve("data");
        SceneGenerator generator = new SceneGenerator(14, 128, SceneGenerator.MAX_OBJECTS);
        SceneWriter.write(generator, 30, folder, done -> {});
        dictionary = RelationDictionary.read(folder.resolve("relations-dictionary.json"));
    }

    private static Map<String, AnnotationFormat<?>> formats() {
        Map<String, AnnotationFormat<?>> formats = new LinkedHashMap<>();
        formats.put("train.json", AnnotationFormat.GROUNDING);
        formats.put("eval.json", AnnotationFormat.GROUNDING_EVALUATION);
        formats.put("captions-train.json", AnnotationFormat.GROUNDING);
        formats.put("captions-eval.json", AnnotationFormat.GROUNDING);
        formats.put("relations-train.json", AnnotationFormat.relations(dictionary));
        formats.put("relations-eval.json", AnnotationFormat.relationsEvaluation(dictionary));
        formats.put("choices-train.json", AnnotationFormat.CHOICES);
        formats.put("choices-eval.json", AnnotationFormat.CHOICES_EVALUATION);
        formats.put("questions-train.json", AnnotationFormat.QUESTIONS);
        formats.put("questions-eval.json", AnnotationFormat.QUESTIONS);
        return formats;
    }

    @Test
    void theCheckFindsNothing() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, AnnotationFormat<?>> file : formats().entrySet()) {
            Path json = folder.resolve(file.getKey());
            AnnotationFormat.Check check = file.getValue().check(json, folder, problems::add);
            assertThat(check.samples()).as(file.getKey()).isEqualTo(entries(json)).isPositive();
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void sentencesAreKnownWordsAndFitTheModel() throws IOException {
        PevlVocabulary words = SceneModel.vocabulary();
        int longest = 0;
        try (PevlTokenizer tokenizer = new PevlTokenizer(words)) {
            ToIntFunction<String> tokens =
                    text -> {
                        long[] encoded = tokenizer.encode(text);
                        assertThat(encoded).as(text).doesNotContain(words.unknownId());
                        return encoded.length;
                    };
            for (String file : formats().keySet()) {
                for (TrainingText sentence : sentences(file)) {
                    int length = tokens.applyAsInt(sentence.text());
                    longest = Math.max(longest, length);
                    if (sentence.masked() != null) {
                        assertThat(tokens.applyAsInt(sentence.masked())).isEqualTo(length);
                    }
                }
            }
        }
        assertThat(longest).isBetween(40, SceneModel.config().maxPositions());
    }

    private static int entries(Path json) throws IOException {
        return JsonParser.parseString(Files.readString(json)).getAsJsonArray().size();
    }

    /** Each sample as it is, and mirrored. */
    private static List<TrainingText> sentences(String file) throws IOException {
        List<TrainingText> sentences = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        Path json = folder.resolve(file);
        for (Sample sample : formats().get(file).read(json, folder)) {
            CropTransform view = CropTransform.whole(sample.width(), sample.height());
            sentences.add(sample.write(view, random));
            sentences.add(sample.write(view.mirror(), random));
        }
        return sentences;
    }

    @Test
    void aRelationsSidesChangeInTheMirror() throws IOException {
        Path json = folder.resolve("relations-train.json");
        int sideways = 0;
        for (RelationSample sample : AnnotationFormat.relations(dictionary).read(json, folder)) {
            CropTransform view = CropTransform.whole(sample.width(), sample.height());
            String text = sample.write(view, new SplittableRandom(1)).text();
            String mirrored = sample.write(view.mirror(), new SplittableRandom(1)).text();
            if (text.contains(" left of ")) {
                sideways++;
                assertThat(mirrored).contains(" right of ");
            }
        }
        assertThat(sideways).isPositive();
    }
}
