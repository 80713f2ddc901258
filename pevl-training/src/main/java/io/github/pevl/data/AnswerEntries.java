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

    /** Where there are no boxes, the original evaluates on {@code normal_question}, if present. */
    static List<AnswerSample> evaluation(AnnotationEntry entry) {
        boolean normal = entry.has("normal_question") && !hasBoxes(entry);
        return samples(entry, normal ? "normal_question" : "question");
    }

    private static boolean hasBoxes(AnnotationEntry entry) {
        return !entry.has("no_bbox") || !entry.flag("no_bbox");
    }

    private static List<AnswerSample> samples(AnnotationEntry entry, String questionField) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        String question = entry.text(questionField);
        String answer = entry.text("answer");
        if (answer.isBlank()) {
            throw AnnotationErrors.fault(entry.location(), "answer", "is blank");
        }
        // Without boxes, spans and bbox_list hold placeholders.
        boolean hasBoxes = hasBoxes(entry);
        List<Box> boxes = hasBoxes ? fields.clippedCorners("bbox_list") : List.of();
        List<PhraseBox> phraseBoxes =
                hasBoxes ? GroundingEntries.phraseBoxes(entry, boxes, question) : List.of();
        List<Box> kept = GroundingEntries.keptInCrop(fields, boxes);
        return entry.hasErrors()
                ? List.of()
                : List.of(
                        new AnswerSample(
                                image,
                                question,
                                phraseBoxes,
                                answer,
                                entry.name("q_id"),
                                kept,
                                fields.width(),
                                fields.height(),
                                entry.name("kind")));
    }
}
