package io.github.pevl.internal.prompt;

import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.Sentence;
import java.util.List;

/**
 * Sentences about objects: question and answer, or question, answer and rationale
 * (dataset/vcr_dataset.py). Whether image and text match says whether the last sentence is right.
 */
public final class ChoicePrompt {

    private ChoicePrompt() {}

    /**
     * Writes cleaned sentences with {@code [SEP]} between them. Special tokens in sentences and
     * names have no effect ({@link TextCleaner#plain}), so a question of VCR's files that contains
     * {@code [SEP]} has to be {@linkplain Sentence#split split} before.
     *
     * @param sentences two or three
     * @param objects the objects that the sentences refer to
     * @throws IllegalArgumentException if a sentence refers to an object that does not exist, or no
     *     word of it is left after cleaning
     */
    public static Prompt write(
            List<Sentence> sentences, List<BoxedName> objects, ReferenceStyle style) {
        Prompt.Builder all = new Prompt.Builder();
        for (int i = 0; i < sentences.size(); i++) {
            Prompt raw = raw(sentences.get(i), objects, style);
            Prompt cleaned =
                    style == ReferenceStyle.TRAINED
                            ? PromptCleaner.caption(raw, Integer.MAX_VALUE)
                            : PromptCleaner.question(raw);
            if (cleaned.text().isBlank()) {
                throw new IllegalArgumentException(
                        "The sentence %s has no words. Write at least one."
                                .formatted(Excerpt.of(raw.text())));
            }
            if (i > 0) {
                all.separator().words(" ");
            }
            all.append(cleaned);
        }
        return all.build();
    }

    private static Prompt raw(Sentence sentence, List<BoxedName> objects, ReferenceStyle style) {
        Prompt.Builder prompt = new Prompt.Builder();
        String blank = "";
        for (Sentence.Part part : sentence.parts()) {
            prompt.words(blank);
            blank = " ";
            if (part instanceof Sentence.Objects reference) {
                refer(prompt, reference, objects, style);
            } else {
                prompt.words(TextCleaner.plain(((Sentence.Words) part).text()));
            }
        }
        return prompt.build();
    }

    private static void refer(
            Prompt.Builder prompt,
            Sentence.Objects reference,
            List<BoxedName> objects,
            ReferenceStyle style) {
        String between = "";
        for (int index : reference.indices()) {
            BoxedName object = object(index, objects);
            prompt.words(between).words(object.plainName());
            if (style != ReferenceStyle.NAMES_ONLY) {
                prompt.box(object.bins());
            }
            between = style == ReferenceStyle.TRAINED ? " and " : " ";
        }
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
