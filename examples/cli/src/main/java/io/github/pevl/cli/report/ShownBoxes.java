package io.github.pevl.cli.report;

import ai.djl.modality.cv.Image;
import io.github.pevl.cli.answer.FoundBox;
import io.github.pevl.cli.report.SampleCard.Kind;
import io.github.pevl.cli.report.SampleCard.Line;
import io.github.pevl.cli.report.SampleCard.Outline;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.internal.evaluate.BoxAccuracy;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows annotated and predicted boxes of an image. */
public final class ShownBoxes {

    private ShownBoxes() {}

    /** The box of an expression. */
    public static SampleCard ofExpression(
            GroundingSample sample, Image image, GroundingResult result) {
        GroundedBox found = result.groundings().get(0).best();
        Box box = sample.phraseBoxes().get(0).box();
        return new SampleCard(
                image,
                sample.sentence(),
                List.of(new Outline(Kind.TRUE, "", box), predicted("", found)),
                List.of(line("", BoxAccuracy.ofExpression(sample, found.area()))));
    }

    /** The boxes of a caption's phrases, numbered. */
    public static SampleCard ofPhrases(
            GroundingSample sample, Image image, GroundingResult result) {
        List<Outline> outlines = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        sample.boxesByPhrase()
                .forEach(
                        (phrase, boxes) -> {
                            GroundedBox found = result.groundings().get(lines.size()).best();
                            String number = Integer.toString(lines.size() + 1);
                            boxes.forEach(box -> outlines.add(new Outline(Kind.TRUE, number, box)));
                            outlines.add(predicted(number, found));
                            String name = number + " " + phrase.of(sample.sentence()) + ": ";
                            lines.add(line(name, BoxAccuracy.ofPhrase(boxes, found.area())));
                        });
        return new SampleCard(image, sample.sentence(), outlines, lines);
    }

    private static Outline predicted(String label, GroundedBox found) {
        return new Outline(Kind.PREDICTED, label, new FoundBox(found).mark("").box());
    }

    private static Line line(String name, double iou) {
        return new Line(
                String.format(Locale.ROOT, "%sIoU %.2f", name, iou), iou >= BoxAccuracy.FOUND);
    }
}
