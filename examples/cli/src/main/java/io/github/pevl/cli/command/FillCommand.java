package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.FillAnswer;
import io.github.pevl.cli.answer.FilledText;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.ProgramVersion;
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
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = {
            "Fills each [MASK] of any text about an image with words or positions.",
            "Each is filled by itself. A box is written as its left, top, right and lower edge, 0 to"
                    + " 511 of the image: @@ [pos_64] [pos_0] [pos_128] [pos_511] ##. Where masks"
                    + " become a box, it is printed and drawn; its probability is that of a"
                    + " position, on average."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl fill --image docs/scene.png --among words --text \"the [MASK] square\"",
            "  pevl fill --image docs/scene.png --among positions --out filled.png \\",
            "      --text \"the red square @@ [MASK] [MASK] [MASK] [MASK] ##\""
        })
public final class FillCommand extends ImageCommand<FillRequest, FillResult> {

    private static final int USUAL = 5;

    @Option(
            names = {"-t", "--text"},
            required = true,
            paramLabel = "TEXT",
            description = "The text, with at least one [MASK]; it is read as it stands.")
    private String text;

    @Option(
            names = {"-a", "--among"},
            paramLabel = "WHAT",
            defaultValue = "ALL",
            description = "What may stand there: all, words or positions. Default: all.")
    private FillRequest.Among among;

    @Mixin private final TopOption top = new TopOption(USUAL);

    FillCommand() {
        super(Tasks.FILL);
    }

    @Override
    void check() throws BadInput {
        top.check();
    }

    @Override
    List<String> texts() {
        return List.of(text); // read as it stands
    }

    @Override
    FillRequest request(Image picture) {
        return new FillRequest(picture, text, among, top.number());
    }

    @Override
    Answer answer(FillRequest request, Predictor<FillRequest, FillResult> predictor)
            throws TranslateException {
        FilledText filled = new FilledText(text, predictor.predict(request).slots());
        Image picture = request.image();
        return new FillAnswer(filled, filled.boxes(picture.getWidth(), picture.getHeight()));
    }
}
