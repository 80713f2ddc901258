package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.FillAnswer;
import io.github.pevl.cli.answer.FilledText;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.translate.Tasks;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl fill}. */
@Command(
        name = "fill",
        description = {
            "Predicts each [MASK] in any text about an image: words or positions.",
            "Each mask is predicted independently. A box is its left, top, right and lower edge, 0"
                    + " to 511 of the image: @@ [pos_64] [pos_0] [pos_128] [pos_511] ##. Boxes in"
                    + " the filled text are printed and drawn; their probability is the geometric"
                    + " mean over their masks."
        },
        footer = {
            "  pevl fill --image docs/scene.png --among words \\",
            "      --text \"is there a cat [SEP] [MASK]\"",
            "  pevl fill --image docs/scene.png --among positions --out filled.png \\",
            "      --text \"the small bear @@ [MASK] [MASK] [MASK] [MASK] ##\""
        })
public final class FillCommand extends ImageCommand<FillRequest, FillResult> {

    private static final int DEFAULT_TOP = 5;

    @Option(
            names = {"-t", "--text"},
            required = true,
            paramLabel = "TEXT",
            description = "The text, with at least one [MASK]; it is not cleaned.")
    private String text;

    @Option(
            names = {"-a", "--among"},
            paramLabel = "WHAT",
            defaultValue = "ALL",
            description = "What to choose from: all, words or positions. Default: all.")
    private FillRequest.Among among;

    @Mixin private final TopOption top = new TopOption(DEFAULT_TOP);

    FillCommand() {
        super(Tasks.FILL);
    }

    @Override
    void check() throws BadInput {
        top.check();
    }

    @Override
    List<String> texts() {
        return List.of(text); // not cleaned
    }

    @Override
    FillRequest request(Image image) {
        return new FillRequest(image, text, among, top.number());
    }

    @Override
    Answer answer(FillRequest request, Predictor<FillRequest, FillResult> predictor)
            throws TranslateException {
        FilledText filled = new FilledText(text, predictor.predict(request).masks());
        Image image = request.image();
        return new FillAnswer(filled, filled.boxes(image.getWidth(), image.getHeight()));
    }
}
