package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Presence;
import io.github.pevl.text.BoxBins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the matching head whether expressions mean the boxes that were found for them: the texts
 * with the boxes written in, as matching is trained.
 *
 * @param context of the task
 * @param image the image
 * @param texts the expressions, each with a masked box
 */
record PresenceCheck(TaskContext context, Image image, List<EncodedPrompt> texts) {

    /** The "no" and "yes" of the network's answer. */
    private static final long NO = 0;

    private static final long YES = 1;

    /** Makes the result of the presence of each box of each expression. */
    interface Result {
        GroundingResult of(List<List<Presence>> presence);
    }

    /**
     * Asks about boxes.
     *
     * @param boxes for each expression some boxes; at least one of all
     */
    Query<GroundingResult> query(List<List<GroundedBox>> boxes, Result result) {
        List<EncodedPrompt> asked = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            for (GroundedBox box : boxes.get(i)) {
                asked.add(written(texts.get(i), box.bins()));
            }
        }
        return Query.match(image, asked, scores -> result.of(read(scores, boxes)));
    }

    private EncodedPrompt written(EncodedPrompt text, BoxBins bins) {
        EncodedPrompt written = text;
        for (int bin : new int[] {bins.x1(), bins.y1(), bins.x2(), bins.y2()}) {
            written = written.filled(0, context.positionId(bin));
        }
        return written;
    }

    private List<List<Presence>> read(Scores scores, List<List<GroundedBox>> boxes) {
        List<List<Presence>> presence = new ArrayList<>();
        int row = 0;
        for (List<GroundedBox> own : boxes) {
            List<Presence> read = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                double score = scores.at(row, YES) - scores.at(row, NO);
                read.add(PresenceCalibration.presence(context.presence().calibration(), score));
                row++;
            }
            presence.add(read);
        }
        return presence;
    }

    /** The presence of an expression: that of its surest box; null if none was asked about. */
    static @Nullable Presence surest(List<Presence> boxes) {
        return boxes.stream().max(Comparator.comparingDouble(Presence::probability)).orElse(null);
    }
}
