package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Drawing;
import java.util.List;

/**
 * Boxes for the phrases of a caption.
 *
 * @param caption as the user wrote it
 * @param together whether one text asked for all boxes
 * @param boxes one for each phrase
 */
public record PhrasesAnswer(String caption, boolean together, GroundAnswer boxes)
        implements Answer {

    private record Json(
            String caption, boolean together, List<GroundAnswer.JsonGrounding> groundings) {}

    @Override
    public String lines() {
        return boxes.lines();
    }

    @Override
    public Object json() {
        return new Json(caption, together, boxes.groundings());
    }

    @Override
    public Drawing drawing() {
        return boxes.drawing();
    }
}
