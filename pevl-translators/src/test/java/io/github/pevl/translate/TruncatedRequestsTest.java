package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.internal.prompt.AnswerPrompt;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.internal.prompt.RelationPrompt;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.request.TextTooLongException;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Texts that are too long are refused, or cut where a request allows it, and never what is asked.
 */
class TruncatedRequestsTest {

    private static final int DRAWN = 150;
    private static final Image IMAGE =
            ImageFactory.getInstance()
                    .fromImage(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB));
    private static final Box BOX = new Box(5, 5, 30, 30);

    private static PevlTokenizer tokenizer;
    private final SplittableRandom random = new SplittableRandom(22);

    @BeforeAll
    static void open() {
        tokenizer = new PevlTokenizer(PevlVocabulary.bert().withRelations());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static <Q> List<long[]> texts(Task<Q, ?> task, int limit, Q request) {
        return AskedTexts.of(task, tokenizer, limit, request);
    }

    private String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(List.of("dog", "unbelievable", "red", "cup").get(random.nextInt(4)));
        }
        return String.join(" ", words);
    }

    /** All that must hold of a text whatever was cut. */
    private static void assertFits(long[] text, int limit, int masks) {
        PevlVocabulary words = tokenizer.vocabulary();
        assertThat(text.length).isLessThanOrEqualTo(limit);
        assertThat(text[0]).isEqualTo(tokenizer.encode("")[0]);
        assertThat(Arrays.stream(text).filter(id -> id == words.maskId()).count()).isEqualTo(masks);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == words.boxBeginId()) {
                assertThat(text[i + PositionTokens.PER_BOX + 1]).isEqualTo(words.boxEndId());
            }
        }
        long begins = Arrays.stream(text).filter(id -> id == words.boxBeginId()).count();
        long ends = Arrays.stream(text).filter(id -> id == words.boxEndId()).count();
        assertThat(begins).isEqualTo(ends);
    }

    private static <Q> void assertRefused(Task<Q, ?> task, Q request, int limit) {
        assertThatExceptionOfType(TextTooLongException.class)
                .isThrownBy(() -> texts(task, limit, request))
                .withMessageContaining("this model takes at most " + limit);
    }

    @Test
    void captionsAreCutBehindTheirBoxesAsTheTokenizerCuts() {
        for (int i = 0; i < DRAWN; i++) {
            int limit = random.nextInt(20, 60);
            String first = words(1 + random.nextInt(3));
            String caption = first + " and " + words(60);
            List<Span> phrases = List.of(new Span(0, first.length()));
            PhraseRequest request = new PhraseRequest(IMAGE, caption, phrases, true, 1);
            assertRefused(Tasks.PHRASES, request, limit);
            List<long[]> texts = texts(Tasks.PHRASES, limit, request.truncated());
            assertThat(texts).hasSize(1);
            assertThat(texts.get(0))
                    .isEqualTo(
                            tokenizer.encode(GroundingPrompt.ask(caption, phrases).text(), limit));
        }
    }

    @Test
    void phrasesBehindTheLimitAreAskedInTextsOfTheirOwn() {
        for (int i = 0; i < DRAWN; i++) {
            int limit = random.nextInt(12, 40);
            StringBuilder caption = new StringBuilder();
            List<Span> phrases = new ArrayList<>();
            for (int phrase = 0; phrase < 8; phrase++) {
                caption.append(caption.isEmpty() ? "" : " and ");
                int begin = caption.length();
                caption.append(words(1 + random.nextInt(3)));
                phrases.add(new Span(begin, caption.length()));
            }
            PhraseRequest request =
                    new PhraseRequest(IMAGE, caption.toString(), phrases, true, 1).truncated();
            List<long[]> texts = texts(Tasks.PHRASES, limit, request);
            assertThat(texts).hasSize(8);
            texts.forEach(text -> assertFits(text, limit, PositionTokens.PER_BOX));
        }
    }

    @Test
    void phrasesBehindTheWordsThatAreReadAreAskedInTheRestOfTheCaption() {
        for (int i = 0; i < 20; i++) {
            String before = words(201 + random.nextInt(200)) + " ";
            String caption = "the star " + before + "the last phrase of all";
            int begin = "the star ".length() + before.length();
            List<Span> phrases = List.of(new Span(begin, begin + 15), new Span(0, 8));
            PhraseRequest request = new PhraseRequest(IMAGE, caption, phrases, true, 1);
            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> texts(Tasks.PHRASES, 300, request))
                    .withMessageContaining("The last 1 of 2 phrases");
            List<long[]> texts = texts(Tasks.PHRASES, 300, request.truncated());
            assertThat(texts).hasSize(2);
            texts.forEach(text -> assertFits(text, 300, PositionTokens.PER_BOX));
            String open = PositionTokens.maskedWords();
            assertThat(texts.get(0))
                    .isEqualTo(tokenizer.encode("the last phrase " + open + " of all"));
        }
    }

    @Test
    void questionsKeepTheirOpenSlots() {
        for (int i = 0; i < DRAWN; i++) {
            int limit = random.nextInt(15, 60);
            String question = "is " + words(60) + "?";
            List<AnswerRequest.Mention> mentions = new ArrayList<>();
            for (int box = 0; box < 6; box++) {
                int end = question.indexOf(' ', random.nextInt(question.length() / 2));
                mentions.add(new AnswerRequest.Mention(new Span(0, end), BOX));
            }
            AnswerRequest request = new AnswerRequest(IMAGE, question, mentions, List.of(), 1);
            assertRefused(Tasks.ANSWERS, request, limit);
            long[] text = texts(Tasks.ANSWERS, limit, request.truncated()).get(0);
            assertFits(text, limit, AnswerPrompt.MASKS);
            int separator = text.length - AnswerPrompt.MASKS - 1;
            assertThat(text[separator]).isEqualTo(tokenizer.vocabulary().separatorId());
            long[] whole = tokenizer.encode(AnswerPrompt.ask(question, List.of()).text());
            assertThat(Arrays.copyOf(text, 2)).isEqualTo(Arrays.copyOf(whole, 2));
        }
    }

    @Test
    void choicesAreCutAsTheTokenizerCuts() {
        for (int i = 0; i < DRAWN; i++) {
            int limit = random.nextInt(15, 60);
            List<NamedBox> objects = List.of(new NamedBox("dog", BOX));
            Sentence question = Sentence.parse("why is [0] " + words(random.nextInt(1, 40)));
            List<Sentence> choices =
                    List.of(Sentence.parse("[0] " + words(70)), Sentence.parse("[0] barks"));
            ChoiceRequest request = new ChoiceRequest(IMAGE, objects, question, choices);
            assertRefused(Tasks.CHOICES, request, limit);
            List<long[]> texts = texts(Tasks.CHOICES, limit, request.truncated());
            List<long[]> whole = texts(Tasks.CHOICES, 512, request);
            for (int choice = 0; choice < 2; choice++) {
                assertFits(texts.get(choice), limit, 0);
                long[] begin = Arrays.copyOf(whole.get(choice), texts.get(choice).length);
                assertThat(texts.get(choice)).isEqualTo(begin);
                boolean fits = whole.get(choice).length <= limit;
                assertThat(texts.get(choice).length)
                        .isGreaterThan(fits ? whole.get(choice).length - 1 : limit - 6);
            }
        }
    }

    @Test
    void relationsKeepTheirOpenSlots() {
        for (int i = 0; i < DRAWN; i++) {
            int limit = random.nextInt(15, 40);
            List<NamedBox> objects =
                    List.of(
                            new NamedBox(words(random.nextInt(1, 20)), BOX),
                            new NamedBox(words(random.nextInt(30, 40)), BOX));
            RelationRequest request = new RelationRequest(IMAGE, objects);
            assertRefused(Tasks.RELATIONS, request, limit);
            for (long[] text : texts(Tasks.RELATIONS, limit, request.truncated())) {
                assertFits(text, limit, RelationPrompt.MASKS);
            }
        }
    }

    @Test
    void textsThatFitAreWholeEitherWay() {
        AnswerRequest request = new AnswerRequest(IMAGE, "is it a dog?");
        assertThat(texts(Tasks.ANSWERS, 60, request.truncated()).get(0))
                .isEqualTo(texts(Tasks.ANSWERS, 60, request).get(0));
    }
}
