package io.github.pevl.examples;

import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl ground}. */
@Command(
        name = "ground",
        mixinStandardHelpOptions = true,
        versionProvider = Pevl.Version.class,
        sortOptions = false,
        description = "Finds what expressions name in a picture, and prints a box for each.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl ground --image docs/scene.png --text \"the red square\"",
            "  pevl ground --image docs/scene.png --out found.png \\",
            "      --text \"the small circle\" --text \"the star left of the large circle\"",
            "  pevl ground --image docs/scene.png --json --alternatives 3 \\",
            "      --text \"the blue shape below the triangle\""
        })
final class GroundCommand extends ConsoleCommand {

    private static final int MOST_ALTERNATIVES = 20;

    @Option(
            names = {"-i", "--image"},
            required = true,
            paramLabel = "FILE",
            description = "The picture: PNG, JPEG, GIF, BMP, TIFF or WBMP.")
    private Path image;

    @Option(
            names = {"-t", "--text"},
            required = true,
            paramLabel = "TEXT",
            description = "What to find; repeat it for more. The picture is read only once.")
    private List<String> texts;

    @Mixin private ModelOption model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the picture with the boxes drawn into it, as PNG.")
    private Path out;

    @Option(names = "--json", description = "Print JSON: boxes in pixels and as fractions.")
    private boolean json;

    @Option(
            names = "--alternatives",
            paramLabel = "N",
            defaultValue = "1",
            description = "The most boxes for each text, best first, 1 to 20. Default: 1.")
    private int alternatives;

    @Option(names = "--timing", hidden = true, description = "Print where the time goes.")
    private boolean timing;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        Stopwatch watch = new Stopwatch("java");
        checkOptions();
        Image picture = PictureFile.open(image);
        watch.lap("picture");
        Engine.getEngine("PyTorch");
        watch.lap("engine");
        GroundingResult result = ground(picture, watch);
        remarkCuts(result);
        Answer answer = new Answer(image.toString(), model.name(), result);
        out().print(json ? answer.json() : answer.lines());
        out().flush();
        if (out != null) {
            BufferedImage drawn = (BufferedImage) picture.getWrappedImage();
            PngFile.write(BoxDrawing.draw(drawn, answer.marks()), out);
            watch.lap("drawing");
        }
        if (timing) {
            watch.print(err());
        }
        return ExitCode.OK;
    }

    private GroundingResult ground(Image picture, Stopwatch watch)
            throws BadInput, IOException, TranslateException {
        try (ZooModel<GroundingRequest, GroundingResult> loaded = model.open();
                Predictor<GroundingRequest, GroundingResult> predictor = loaded.newPredictor()) {
            watch.lap("model");
            GroundingResult result =
                    predictor.predict(new GroundingRequest(picture, texts, alternatives));
            watch.lap("prediction");
            return result;
        }
    }

    /** All that can be wrong without looking at the picture. */
    private void checkOptions() throws BadInput {
        if (alternatives < 1 || alternatives > MOST_ALTERNATIVES) {
            throw new BadInput(
                    "--alternatives is %d; it must lie in 1..%d."
                            .formatted(alternatives, MOST_ALTERNATIVES));
        }
        for (String text : texts) {
            try {
                GroundingPrompt.ask(text);
            } catch (IllegalArgumentException e) {
                throw new BadInput("--text: " + e.getMessage(), e);
            }
        }
        if (out != null) {
            PngFile.check(out, image);
        }
    }

    private void remarkCuts(GroundingResult result) {
        for (GroundingResult.Grounding grounding : result.groundings()) {
            if (grounding.tokensCut() > 0) {
                remark(
                        "The text \"%s\" is too long for the model: %d word pieces at its end were"
                                        .formatted(
                                                Answer.shortened(grounding.expression()),
                                                grounding.tokensCut())
                                + " not read. Say it shorter.");
            }
        }
    }
}
