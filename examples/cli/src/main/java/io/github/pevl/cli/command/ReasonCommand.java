package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.KnownObjects;
import io.github.pevl.cli.answer.ReasonAnswer;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl reason}. */
@Command(
        name = "reason",
        aliases = "choices",
        description = {
            "Chooses the answer to a question and, if rationales are given, the reason for it.",
            "Question, choices and rationales may refer to objects by index: [0], [1, 2]."
        },
        footer = {
            "  pevl reason --image docs/scene.png --object \"thing=202,16,318,142\" \\",
            "      --question \"what is [0] ?\" --choice \"it is a large dog .\" \\",
            "      --choice \"it is a small bear .\"",
            "  pevl reason --image people.jpg --objects objects.json --out reasons.png \\",
            "      --question \"Why is [0] pointing at [1]?\" \\",
            "      --choice \"[0] is angry.\" --choice \"[0] tells who ordered.\" \\",
            "      --rationale \"[1] wants to pay.\" --rationale \"[0] carries a plate.\""
        })
public final class ReasonCommand extends ImageCommand<ChoiceRequest, ChoiceResult> {

    @Mixin private ObjectOptions objects;

    @Option(
            names = {"-q", "--question"},
            required = true,
            paramLabel = "TEXT",
            description = "The question.")
    private String question;

    @Option(
            names = {"-c", "--choice"},
            required = true,
            paramLabel = "TEXT",
            description = "An answer; repeat it, at least two. Indices start at 0.")
    private List<String> choices;

    @Option(
            names = {"-r", "--rationale"},
            paramLabel = "TEXT",
            description = "A reason for the chosen answer; repeat it, at least two.")
    private List<String> rationales = new ArrayList<>();

    @Option(
            names = "--right",
            paramLabel = "N",
            description =
                    "Index of the choice that the rationales explain. Default: the most probable.")
    private Integer right;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "EVALUATED",
            description = {
                "How references to objects are written: evaluated, as in the original's evaluation;"
                        + " trained, joined by \"and\" as in its training; names_only, without boxes."
                        + " Default: evaluated."
            })
    private ReferenceStyle style;

    @SuppressWarnings("NullAway.Init") // check reads it
    private KnownObjects known;

    @SuppressWarnings("NullAway.Init") // check reads it
    private Sentence asked;

    @SuppressWarnings("NullAway.Init") // check reads it
    private List<Sentence> answers;

    @SuppressWarnings("NullAway.Init") // check reads it
    private List<Sentence> reasons;

    ReasonCommand() {
        super(Tasks.CHOICES);
    }

    @Override
    void check() throws BadInput {
        known = objects.read();
        asked = sentences("--question", List.of(question)).get(0);
        answers = sentences("--choice", choices);
        reasons = sentences("--rationale", rationales);
        if (answers.size() == 1) {
            throw new BadInput("--choice is given once; give two at least, to choose from.");
        }
        if (reasons.size() == 1) {
            throw new BadInput("--rationale is given once; give two at least, to choose from.");
        }
        if (right != null) {
            BadInput.unlessIn("--right", right, 0, answers.size() - 1);
        }
    }

    private List<Sentence> sentences(String option, List<String> texts) throws BadInput {
        List<Sentence> sentences = new ArrayList<>();
        for (String text : texts) {
            try {
                sentences.add(Sentence.parse(text));
            } catch (IllegalArgumentException e) {
                throw new BadInput(option + ": " + e.getMessage(), e);
            }
            int max = sentences.get(sentences.size() - 1).references().max().orElse(-1);
            if (max >= known.list().size()) {
                throw new BadInput(
                        "%s \"%s\" refers to object [%d]; there are %d, counted from 0. Add --object."
                                .formatted(option, text, max, known.list().size()));
            }
        }
        return sentences;
    }

    @Override
    List<String> texts() {
        List<String> all = new ArrayList<>(known.names());
        all.add(question);
        all.addAll(choices);
        all.addAll(rationales);
        // References such as [0] become the names of objects.
        return cleaned(all.stream().map(text -> text.replaceAll("\\[[0-9, ]*]", " ")).toList());
    }

    @Override
    ChoiceRequest request(Image image) {
        return new ChoiceRequest(image, known.list(), List.of(asked), answers, style);
    }

    @Override
    Answer answer(ChoiceRequest request, Predictor<ChoiceRequest, ChoiceResult> predictor)
            throws TranslateException {
        ChoiceResult result = predictor.predict(request);
        int chosen = right == null ? result.best() : right;
        ReasonAnswer.ScoredTexts why =
                reasons.isEmpty()
                        ? null
                        : new ReasonAnswer.ScoredTexts(
                                rationales, predictor.predict(request.because(chosen, reasons)));
        return new ReasonAnswer(
                question, known, new ReasonAnswer.ScoredTexts(choices, result), chosen, why);
    }
}
