package io.github.pevl.cli.report;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.FoundBox;
import io.github.pevl.cli.report.SampleCard.Kind;
import io.github.pevl.cli.report.SampleCard.Line;
import io.github.pevl.cli.report.SampleCard.Outline;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows annotated and predicted boxes of an image. */
public final class ShownBoxes {

    /** From this intersection over union on, a box counts as found. */
    private static final double FOUND = 0.5;

    private ShownBoxes() {}

    /** The box of an expression. */
    public static SampleCard ofExpression(
            Predictor<GroundingRequest, GroundingResult> predictor,
            GroundingSample sample,
            Image image)
            throws TranslateException {
        GroundedBox found =
                predictor
                        .predict(
                                new GroundingRequest(
                                        image,
                                        List.of(sample.sentence()),
                                        List.of(sample.regions().get(0).end()),
                                        1))
                        .groundings()
                        .get(0)
                        .best();
        Box box = sample.regions().get(0).box();
        // As GroundingEvaluation compares: annotations of expressions are x, y, width, height.
        double iou = found.area().iou(new PixelArea(box.x1(), box.y1(), box.width(), box.height()));
        return new SampleCard(
                image,
                sample.sentence(),
                List.of(new Outline(Kind.TRUE, "", box), predicted("", found)),
                List.of(line("", iou)));
    }

    /** The boxes of a caption's phrases, numbered. */
    public static SampleCard ofPhrases(
            Predictor<PhraseRequest, GroundingResult> predictor,
            GroundingSample sample,
            Image image)
            throws TranslateException {
        Map<Span, List<Box>> phrases = new LinkedHashMap<>();
        for (PhraseBox region : sample.regions()) {
            phrases.computeIfAbsent(new Span(region.begin(), region.end()), s -> new ArrayList<>())
                    .add(region.box());
        }
        List<Span> spans = List.copyOf(phrases.keySet());
        GroundingResult result =
                predictor.predict(
                        new PhraseRequest(image, sample.sentence(), spans, true, 1).truncated());
        List<Outline> outlines = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            String number = Integer.toString(i + 1);
            GroundedBox found = result.groundings().get(i).best();
            double iou = 0;
            for (Box box : phrases.get(spans.get(i))) {
                outlines.add(new Outline(Kind.TRUE, number, box));
                iou = Math.max(iou, found.area().iou(PixelArea.of(box)));
            }
            outlines.add(predicted(number, found));
            lines.add(line(number + " " + spans.get(i).of(sample.sentence()) + ": ", iou));
        }
        return new SampleCard(image, sample.sentence(), outlines, lines);
    }

    private static Outline predicted(String label, GroundedBox found) {
        return new Outline(Kind.PREDICTED, label, new FoundBox(found).mark("").box());
    }

    private static Line line(String name, double iou) {
        return new Line(String.format(Locale.ROOT, "%sIoU %.2f", name, iou), iou >= FOUND);
    }
}
