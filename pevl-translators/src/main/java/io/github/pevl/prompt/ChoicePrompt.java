package io.github.pevl.prompt;

import io.github.pevl.request.ReferenceStyle;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Excerpt;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.TextCleaner;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences about objects, one after the other: question and answer, or question, answer and
 * rationale (dataset/vcr_dataset.py). Whether image and text match says whether the last follows
 * from the others.
 */
public final class ChoicePrompt {

    private static final String SEPARATOR = PevlVocabulary.SEPARATOR;

    private ChoicePrompt() {}

    /**
     * Writes sentences with {@code [SEP]} between them, cleaned. No word of a sentence or a name is
     * a marker ({@link TextCleaner#plain}): a question of VCR's files that holds question and
     * answer with {@code [SEP]} between is two sentences ({@link Sentence#split}).
     *
     * @param sentences two or three
     * @param objects what the sentences refer to
     * @throws IllegalArgumentException if a sentence refers to an object that is not there, or
     *     cleaning leaves no word of it
     */
    public static String write(
            List<Sentence> sentences, List<BoxedName> objects, ReferenceStyle style) {
        List<String> texts = new ArrayList<>();
        for (Sentence sentence : sentences) {
            String text = text(sentence, objects, style);
            String cleaned =
                    style == ReferenceStyle.TRAINED
                            ? TextCleaner.caption(text, Integer.MAX_VALUE)
                            : TextCleaner.question(text, Integer.MAX_VALUE);
            if (cleaned.isBlank()) {
                throw new IllegalArgumentException(
                        "The sentence %s has no words. Write at least one."
                                .formatted(Excerpt.of(text)));
            }
            texts.add(cleaned);
        }
        return String.join(" " + SEPARATOR + " ", texts);
    }

    private static String text(Sentence sentence, List<BoxedName> objects, ReferenceStyle style) {
        List<String> words = new ArrayList<>();
        for (Sentence.Part part : sentence.parts()) {
            if (part instanceof Sentence.Objects reference) {
                List<String> names = new ArrayList<>();
                for (int index : reference.indices()) {
                    BoxedName object = object(index, objects);
                    names.add(
                            style == ReferenceStyle.NAMES_ONLY
                                    ? object.plainName()
                                    : object.words());
                }
                words.add(String.join(style == ReferenceStyle.TRAINED ? " and " : " ", names));
            } else {
                words.add(TextCleaner.plain(((Sentence.Words) part).text()));
            }
        }
        return String.join(" ", words);
    }

    private static BoxedName object(int index, List<BoxedName> objects) {
        if (index >= objects.size()) {
            throw new IllegalArgumentException(
                    "A sentence refers to object [%d]; there are %d, counted from 0."
                            .formatted(index, objects.size()));
        }
        return objects.get(index);
    }
}
