package io.github.pevl.data;

import com.google.gson.JsonElement;
import io.github.pevl.data.ChoiceSample.Asks;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads questions with choices (dataset/vcr_dataset.py). */
final class ChoiceEntries {

    private static final String TOKENS = "a list of words, and of lists of object numbers";

    private final AnnotationEntry entry;
    private final BoxFields fields;
    private final Path image;
    private final List<NamedBox> objects;
    private final Sentence question;

    private ChoiceEntries(AnnotationEntry entry) {
        this.entry = entry;
        fields = BoxFields.of(entry);
        image = fields.image("file_name");
        objects = objects();
        question = sentence("question");
    }

    /**
     * A right and a wrong answer, a right and a wrong rationale. {@code with_answer} or {@code
     * with_rationale} chooses one of these pairs (otherwise both are samples), {@code label} one of
     * the pair (otherwise it is drawn each time).
     */
    static List<ChoiceSample> training(AnnotationEntry entry) {
        return new ChoiceEntries(entry).pairs();
    }

    /** Four answers, or four rationales, or both. */
    static List<ChoiceSample> evaluation(AnnotationEntry entry) {
        return new ChoiceEntries(entry).fours();
    }

    private List<ChoiceSample> pairs() {
        boolean answers = wants("with_answer", "with_rationale");
        boolean rationales = wants("with_rationale", "with_answer");
        List<ChoiceSample> samples = new ArrayList<>();
        if (answers) {
            samples.add(pair(asked(), "answer", Asks.ANSWER));
        }
        if (rationales) {
            List<Sentence> context = new ArrayList<>(asked());
            context.add(sentence("right_answer"));
            samples.add(pair(context, "rationale", Asks.RATIONALE));
        }
        return samples;
    }

    /** The question; rationale questions may hold an answer as well, with a separator between. */
    private List<Sentence> asked() {
        return question.split(PevlVocabulary.SEPARATOR);
    }

    /** Whether a flag is set or, if it is missing, the other one is not. */
    private boolean wants(String flag, String other) {
        return entry.has(flag) ? entry.flag(flag) : !entry.has(other) || !entry.flag(other);
    }

    private ChoiceSample pair(List<Sentence> context, String what, Asks asks) {
        Sentence right = sentence("right_" + what);
        Sentence wrong = sentence("wrong_" + what);
        if (!entry.has("label")) {
            return sample(context, List.of(right, wrong), 0, asks);
        }
        return entry.flag("label")
                ? sample(context, List.of(right), 0, asks)
                : sample(context, List.of(wrong), ChoiceSample.NONE, asks);
    }

    private List<ChoiceSample> fours() {
        List<ChoiceSample> samples = new ArrayList<>();
        List<Sentence> context = new ArrayList<>(asked());
        if (entry.has("answer_choices") || !entry.has("rationale_choices")) {
            ChoiceSample answers = four(context, "answer", Asks.ANSWER);
            samples.add(answers);
            context.add(answers.choices().get(answers.right()));
        } // otherwise the question holds question and answer, with [SEP] between
        if (entry.has("rationale_choices")) {
            samples.add(four(context, "rationale", Asks.RATIONALE));
        }
        return samples;
    }

    private ChoiceSample four(List<Sentence> context, String what, Asks asks) {
        List<Sentence> choices = entry.each(what + "_choices", TOKENS, this::sentence);
        String label = what + "_label";
        int right = entry.number(label);
        if (entry.hasErrors()) {
            throw new AnnotationErrors.Skip();
        }
        if (right < 0 || right >= choices.size()) {
            throw AnnotationErrors.fault(
                    entry.location(),
                    label,
                    "is %d; the choices are 0 to %d".formatted(right, choices.size() - 1));
        }
        return sample(context, choices, right, asks);
    }

    private ChoiceSample sample(
            List<Sentence> context, List<Sentence> choices, int right, Asks asks) {
        return new ChoiceSample(
                image,
                objects,
                context,
                choices,
                right,
                asks,
                entry.name("annot_id"),
                fields.width(),
                fields.height(),
                entry.name("kind"));
    }

    private List<NamedBox> objects() {
        List<Box> boxes = fields.scoredCorners("bbox_list");
        List<String> names = entry.each("names", "a name", AnnotationEntry::text);
        return RelationEntries.named(entry, "names", names, boxes);
    }

    private Sentence sentence(String field) {
        return entry.read(field, TOKENS, this::sentence);
    }

    private Sentence sentence(JsonElement tokens) {
        List<Object> list = new ArrayList<>();
        for (JsonElement token : tokens.getAsJsonArray()) {
            list.add(
                    token.isJsonArray()
                            ? token.getAsJsonArray().asList().stream()
                                    .map(AnnotationEntry::whole)
                                    .toList()
                            : AnnotationEntry.text(token));
        }
        Sentence sentence = Sentence.ofTokens(list);
        SampleChecks.requireObjects(sentence, objects.size());
        return sentence;
    }
}
