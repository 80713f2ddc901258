package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;

/** Reads questions with answers (dataset/vqa_dataset.py). */
final class AnswerEntries {

    private AnswerEntries() {}

    static List<AnswerSample> training(AnnotationEntry entry) {
        return samples(entry, "question");
    }

    /** Without boxes, the original evaluates on {@code normal_question} where there is one. */
    static List<AnswerSample> evaluation(AnnotationEntry entry) {
        boolean normal = entry.has("normal_question") && !boxed(entry);
        return samples(entry, normal ? "normal_question" : "question");
    }

    private static boolean boxed(AnnotationEntry entry) {
        return !entry.has("no_bbox") || !entry.flag("no_bbox");
    }

    private static List<AnswerSample> samples(AnnotationEntry entry, String asked) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        String question = entry.text(asked);
        String answer = entry.text("answer");
        if (answer.isBlank()) {
            throw AnnotationErrors.fault(entry.place(), "answer", "is blank", null);
        }
        // Without boxes, spans and bbox_list hold stopgaps.
        boolean boxed = boxed(entry);
        List<Box> boxes = boxed ? fields.cutCorners("bbox_list") : List.of();
        List<PhraseBox> regions =
                boxed ? GroundingEntries.regions(entry, boxes, question) : List.of();
        List<Box> kept = GroundingEntries.keptInCrop(fields, boxes);
        return entry.faulty()
                ? List.of()
                : List.of(
                        new AnswerSample(
                                image,
                                question,
                                regions,
                                answer,
                                entry.name("q_id"),
                                kept,
                                fields.width(),
                                fields.height(),
                                entry.name("kind")));
    }
}
