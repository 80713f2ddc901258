package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;

/** Reads expressions that may mean nothing, a format of ours. */
final class PresenceEntries {

    private PresenceEntries() {}

    static List<PresenceSample> read(AnnotationEntry entry) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        String expression = entry.text("caption");
        List<Box> boxes = fields.clippedCorners("bbox_list");
        List<Box> objects = GroundingEntries.keptInCrop(fields, boxes);
        if (!entry.hasErrors() && boxes.isEmpty() && objects.isEmpty()) {
            throw AnnotationErrors.fault(
                    entry.location(),
                    "not_crop_bbox_list",
                    "is empty or missing; where bbox_list is empty, it must list the boxes of what"
                            + " the image shows");
        }
        return entry.hasErrors()
                ? List.of()
                : List.of(
                        new PresenceSample(
                                image,
                                expression,
                                boxes,
                                objects,
                                fields.width(),
                                fields.height(),
                                entry.name("kind")));
    }
}
