package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.GroundAnswer;
import io.github.pevl.cli.answer.PhrasesAnswer;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl phrases}. */
@Command(
        name = "phrases",
        description =
                "Finds the objects that the phrases of a caption name, and prints their boxes.",
        footer = {
            "  pevl phrases --image docs/scene.png --out found.png \\",
            "      --caption \"the dog and the small bear\" \\",
            "      --phrase \"the dog\" --phrase \"the small bear\"",
            "  pevl phrases --image docs/scene.png --each --json --phrase bear \\",
            "      --phrase \"the dog\" --caption \"the bear left of the dog\""
        })
public final class PhrasesCommand extends ImageCommand<PhraseRequest, GroundingResult> {

    @Option(
            names = {"-c", "--caption"},
            required = true,
            paramLabel = "TEXT",
            description = "A sentence about the image.")
    private String caption;

    @Option(
            names = {"-p", "--phrase"},
            paramLabel = "WORDS",
            description =
                    "Words of the caption that name an object; repeat it for more. Default: the whole"
                            + " caption.")
    private List<String> phrases = new ArrayList<>();

    @Option(
            names = "--each",
            description =
                    "Find each phrase independently. Default: all in one text, so that boxes depend"
                            + " on each other.")
    private boolean each;

    @Mixin private AlternativesOption alternatives;

    @SuppressWarnings("NullAway.Init") // check reads it
    private List<Span> spans;

    PhrasesCommand() {
        super(Tasks.PHRASES);
    }

    @Override
    void check() throws BadInput {
        alternatives.check();
        try {
            GroundingPrompt.ask(caption);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--caption: " + e.getMessage(), e);
        }
        try {
            spans = Span.find(caption, phrases.isEmpty() ? List.of(caption) : phrases);
            GroundingPrompt.ask(caption, spans);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--phrase: " + e.getMessage(), e);
        }
    }

    @Override
    List<String> texts() {
        return cleaned(List.of(caption));
    }

    @Override
    PhraseRequest request(Image image) {
        return new PhraseRequest(image, caption, spans, !each, alternatives.number());
    }

    @Override
    Answer answer(PhraseRequest request, Predictor<PhraseRequest, GroundingResult> predictor)
            throws TranslateException {
        GroundAnswer boxes = new GroundAnswer(predictor.predict(request));
        return new PhrasesAnswer(caption, request.together(), boxes);
    }
}
