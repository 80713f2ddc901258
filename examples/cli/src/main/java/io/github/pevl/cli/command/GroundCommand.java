package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.GroundAnswer;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.internal.util.Count;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.Tasks;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl ground}. */
@Command(
        name = "ground",
        description =
                "Finds the objects that expressions name in an image, and prints their boxes, or, if the"
                        + " model is calibrated for it, that they are not there.",
        footer = {
            "  pevl ground --image docs/scene.png --text \"the dog\"",
            "  pevl ground --image docs/scene.png --out found.png \\",
            "      --text \"the small bear\" --text \"the bear left of the dog\"",
            "  pevl ground --image docs/scene.png --all --text \"the apples\" --text \"the cat\"",
            "  pevl ground --image docs/scene.png --json --alternatives 3 \\",
            "      --text \"the thing above the small bear\""
        })
public final class GroundCommand extends ImageCommand<GroundingRequest, GroundingResult> {

    @Option(
            names = {"-t", "--text"},
            required = true,
            paramLabel = "TEXT",
            description = "What to find; repeat it for more. The image is encoded only once.")
    private List<String> texts;

    @Mixin private AlternativesOption alternatives;

    @Option(
            names = "--all",
            description =
                    "Find and count all objects that each text means, not only the likeliest.")
    private boolean all;

    GroundCommand() {
        super(Tasks.GROUNDING);
    }

    @Override
    void check() throws BadInput {
        alternatives.check();
        if (all && alternatives.number() > 1) {
            throw new BadInput("--all leaves no --alternatives; give only one of them.");
        }
        for (String text : texts) {
            try {
                GroundingPrompt.ask(text);
            } catch (IllegalArgumentException e) {
                throw new BadInput("--text: " + e.getMessage(), e);
            }
        }
    }

    @Override
    List<String> texts() {
        return cleaned(texts);
    }

    @Override
    GroundingRequest request(Image image) {
        return new GroundingRequest(image, texts, List.of(), alternatives.number(), all);
    }

    @Override
    Answer answer(GroundingRequest request, Predictor<GroundingRequest, GroundingResult> predictor)
            throws TranslateException {
        GroundingResult result = predictor.predict(request);
        remarkCuts(result);
        return new GroundAnswer(result, all);
    }

    private void remarkCuts(GroundingResult result) {
        for (GroundingResult.Grounding grounding : result.groundings()) {
            if (grounding.tokensCut() > 0) {
                remark(
                        "The text \"%s\" is too long for the model: %s at its end %s not read."
                                        .formatted(
                                                Answer.shortened(grounding.expression()),
                                                Count.of(grounding.tokensCut(), "word piece"),
                                                grounding.tokensCut() == 1 ? "was" : "were")
                                + " Shorten it.");
            }
        }
    }
}
