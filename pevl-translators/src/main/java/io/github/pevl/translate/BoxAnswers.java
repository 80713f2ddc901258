package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.util.List;

/**
 * Reads the boxes of one image from scores.
 *
 * @param context of the task
 * @param image the image
 * @param alternatives the maximum number of boxes for each masked one
 */
record BoxAnswers(TaskContext context, Image image, int alternatives) {

    /** The boxes for one of the masked boxes, by its index in the order of texts and tokens. */
    List<GroundedBox> read(Scores scores, int box) {
        long first = context.tokenizer().vocabulary().firstPositionId();
        float[][] rows = new float[PositionTokens.PER_BOX][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = scores.row(box * rows.length + i, first, PositionTokens.BINS);
        }
        return BoxReader.read(rows, alternatives).stream()
                .map(found -> grounded(found.bins(), found.probability()))
                .toList();
    }

    GroundingResult result(List<GroundingResult.Grounding> groundings) {
        return new GroundingResult(image.getWidth(), image.getHeight(), groundings);
    }

    /** A box in pixels of the image. */
    GroundedBox grounded(BoxBins bins, double probability) {
        return new GroundedBox(
                bins,
                PositionTokens.decode(bins, image.getWidth(), image.getHeight()),
                probability);
    }
}
