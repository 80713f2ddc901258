package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Record;
import io.github.pevl.data.RelationSample.Triple;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What samples of each task become: texts, masks and what is under them. */
class TaskTextsTest {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert().withRelations();
    private static final Box LEFT = new Box(0, 0, 4, 4);
    private static final Box RIGHT = new Box(4, 4, 8, 8);
    private static final List<NamedBox> OBJECTS =
            List.of(new NamedBox("man", LEFT), new NamedBox("horse", RIGHT));

    @TempDir static Path folder;
    private static Path image;
    private static PevlTokenizer tokenizer;

    @BeforeAll
    static void draw() throws IOException {
        image = folder.resolve("a.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        tokenizer = new PevlTokenizer(WORDS);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    /** One text, in Java's own types. */
    private record Made(
            List<String> text,
            List<String> maskedIds,
            List<Integer> masks,
            List<String> targets,
            long present,
            long match) {}

    private static Made make(Sample sample, Masking masking, int maxTokens) throws IOException {
        PevlDataset dataset =
                PevlDataset.builder()
                        .setSamples(List.of(sample))
                        .setTokenizer(tokenizer)
                        .setImageSide(8)
                        .setMasking(masking)
                        .setAugmentation(Augmentation.NONE)
                        .optMaxTokens(maxTokens)
                        .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            Record record = dataset.get(manager, 0);
            TrainingInput input = TrainingInput.of(record.getData());
            TrainingLabels labels = TrainingLabels.of(record.getLabels());
            List<Integer> masks = new ArrayList<>();
            long[] pairs = input.maskPositions().toLongArray();
            for (int i = 0; i < pairs.length; i += 2) {
                assertThat(pairs[i]).isZero();
                masks.add((int) pairs[i + 1]);
            }
            assertThat(input.counts().toLongArray()).containsExactly(1, masks.size());
            return new Made(
                    words(input.ids().toLongArray()),
                    words(input.maskedIds().toLongArray()),
                    masks,
                    words(labels.targets().toLongArray()),
                    LongStream.of(input.mask().toLongArray()).sum(),
                    labels.matches().toLongArray()[0]);
        }
    }

    private static List<String> words(long[] ids) {
        return Arrays.stream(ids).mapToObj(WORDS::word).toList();
    }

    private static AnswerSample question(String answer) {
        return new AnswerSample(
                image,
                "What color is the dog?",
                List.of(new PhraseBox(14, 21, LEFT)),
                answer,
                null,
                List.of(),
                8,
                8,
                null);
    }

    private static RelationSample relation(Triple... triples) {
        List<Pair> none = triples.length == 0 ? List.of(new Pair(1, 0)) : List.of();
        return new RelationSample(image, OBJECTS, List.of(triples), none, 8, 8);
    }

    /** Everything but the masks is said in both texts, and what is under the masks in one. */
    private static void assertAsks(Made made, List<String> targets) {
        assertThat(made.targets()).isEqualTo(targets);
        assertThat(made.masks()).hasSameSizeAs(targets);
        List<String> filled = new ArrayList<>(made.maskedIds());
        for (int i = 0; i < targets.size(); i++) {
            assertThat(filled.set(made.masks().get(i), targets.get(i)))
                    .isEqualTo(PevlVocabulary.MASK);
        }
        assertThat(filled).isEqualTo(made.text());
        assertThat(made.present()).as("a written [PAD] counts").isEqualTo(made.text().size());
        assertThat(made.match()).isEqualTo(-1);
    }

    private static List<String> filled(String words, int masks, String filling) {
        List<String> tokens = new ArrayList<>(words(tokenizer.pieces(words)));
        tokens.addAll(Collections.nCopies(masks, filling));
        return tokens.subList(0, masks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", "dark blue", "skateboarder", "a b c d e f", "1 2 3 4 5 6 7 8"})
    void answersAreAskedForInSixPlaces(String answer) throws IOException {
        Made made = make(question(answer), Masking.NOTHING, 300);
        assertAsks(made, filled(answer, 6, PevlVocabulary.PAD));
        assertThat(made.text())
                .startsWith("[CLS]", "what", "color", "is", "the", "dog", "@@", "[pos_0]");
    }

    /** Nothing else changes. */
    @Test
    void aQuestionMayBeWrittenWithoutItsBox() throws IOException {
        Made made = make(question("blue"), new Masking(0, Masking.Boxes.UNWRITTEN, 0), 300);
        assertAsks(made, filled("blue", 6, PevlVocabulary.PAD));
        List<String> boxed = new ArrayList<>(make(question("blue"), Masking.NOTHING, 300).text());
        boxed.subList(boxed.indexOf("@@"), boxed.indexOf("##") + 1).clear();
        assertThat(made.text()).isEqualTo(boxed);
        assertThatThrownBy(() -> make(relation(), new Masking(0, Masking.Boxes.UNWRITTEN, 0), 300))
                .hasMessageContaining("Only questions can be written without boxes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"riding", "in front of", "skateboarding on"})
    void predicatesAreAskedForInThreePlaces(String predicate) throws IOException {
        Made made = make(relation(new Triple(0, 1, predicate)), Masking.NOTHING, 300);
        assertAsks(made, filled(predicate, 3, PevlVocabulary.NO_RELATION));
        assertThat(made.text()).startsWith("[CLS]", "man", "@@").endsWith("##");
        assertThat(made.text().subList(made.masks().get(2) + 1, made.text().size()))
                .startsWith("horse", "@@", "[pos_256]");
    }

    @Test
    void noRelationIsAskedForToo() throws IOException {
        Made made = make(relation(), Masking.NOTHING, 300);
        assertAsks(made, Collections.nCopies(3, PevlVocabulary.NO_RELATION));
        assertThat(made.text()).startsWith("[CLS]", "horse");
    }

    @Test
    void maskingTakesThePlaceOfWhatATaskAsks() throws IOException {
        Made made = make(question("blue"), new Masking(0, Masking.Boxes.ALL, 0), 300);
        assertThat(made.targets()).containsExactly("[pos_0]", "[pos_0]", "[pos_256]", "[pos_256]");
        assertThat(made.maskedIds()).contains("blue");
    }

    @Test
    void choicesAreLabelledAndNothingIsAsked() throws IOException {
        for (int right = -1; right <= 0; right++) {
            ChoiceSample sample =
                    new ChoiceSample(
                            image,
                            OBJECTS,
                            List.of(Sentence.parse("why does [0] smile")),
                            List.of(Sentence.parse("it rides [1]")),
                            right,
                            ChoiceSample.Asks.ANSWER,
                            null,
                            8,
                            8,
                            null);
            Made made = make(sample, Masking.NOTHING, 300);
            assertThat(made.match()).isEqualTo(right + 1);
            assertThat(made.masks()).isEmpty();
            assertThat(made.targets()).isEmpty();
            assertThat(made.maskedIds()).isEqualTo(made.text());
        }
    }

    /** Whatever the limit, boxes are whole; open masks behind it are not asked for. */
    @Test
    void textsAreCutButNeverABox() throws IOException {
        AnswerSample question = question("blue");
        int whole = make(question, Masking.NOTHING, 300).text().size();
        for (int limit = 1; limit <= whole; limit++) {
            for (Masking masking : List.of(Masking.NOTHING, new Masking(0, Masking.Boxes.ALL, 0))) {
                Made made = make(question, masking, limit);
                assertThat(made.text().size()).isLessThanOrEqualTo(limit);
                assertThat(made.maskedIds()).hasSameSizeAs(made.text());
                assertThat(Collections.frequency(made.text(), "##"))
                        .isEqualTo(Collections.frequency(made.text(), "@@"));
                assertThat(made.masks()).allMatch(place -> place < made.text().size());
            }
        }
    }

    @Test
    void relationsNeedAWordForNone() {
        try (PevlTokenizer plain = new PevlTokenizer(PevlVocabulary.bert())) {
            PevlDataset.Builder builder =
                    PevlDataset.builder()
                            .setSamples(List.of(relation()))
                            .setTokenizer(plain)
                            .setImageSide(8)
                            .setMasking(Masking.NOTHING)
                            .setAugmentation(Augmentation.NONE);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("withRelations()");
        }
    }
}
