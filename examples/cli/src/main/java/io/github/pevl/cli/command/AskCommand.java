package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.AskAnswer;
import io.github.pevl.cli.answer.KnownObjects;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Span;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl ask}. */
@Command(
        name = "ask",
        aliases = "answers",
        description = {
            "Answers a question about an image, from a list of answers.",
            "The probability is the geometric mean over the answer's tokens."
        },
        footer = {
            "  pevl ask --image docs/scene.png --question \"how many apples are there?\"",
            "  pevl ask --image docs/scene.png --question \"what kind of thing is this?\" \\",
            "      --object \"this=202,16,318,142\" --answer dog --answer cat",
            "  pevl ask --image docs/scene.png --question \"is there a cat?\" \\",
            "      --answers answers.txt --out answered.png"
        })
public final class AskCommand extends ImageCommand<AnswerRequest, AnswerResult> {

    private static final int DEFAULT_TOP = 5;

    @Option(
            names = {"-q", "--question"},
            required = true,
            paramLabel = "TEXT",
            description = "The question. It must contain the names of the objects.")
    private String question;

    @Mixin private ObjectOptions objects;

    @Option(
            names = {"-a", "--answer"},
            paramLabel = "WORDS",
            description =
                    "An answer to choose from; repeat it for more. Default: the answers that come"
                            + " with the model.")
    private List<String> answers = new ArrayList<>();

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "A text file with more answers, one a line.")
    private Path file;

    @Mixin private final TopOption top = new TopOption(DEFAULT_TOP);

    @SuppressWarnings("NullAway.Init") // check reads it
    private KnownObjects known;

    @SuppressWarnings("NullAway.Init") // check reads it
    private List<AnswerRequest.Mention> mentions;

    @SuppressWarnings("NullAway.Init") // check reads it
    private List<String> choices;

    AskCommand() {
        super(Tasks.ANSWERS);
    }

    @Override
    void check() throws BadInput {
        top.check();
        known = objects.read();
        mentions = mentions();
        choices = new ArrayList<>(answers);
        if (file != null) {
            choices.addAll(readAnswers());
        }
    }

    private List<AnswerRequest.Mention> mentions() throws BadInput {
        List<Span> spans;
        try {
            spans = Span.find(question, known.list().stream().map(NamedBox::name).toList());
        } catch (IllegalArgumentException e) {
            throw new BadInput("--object: " + e.getMessage(), e);
        }
        List<AnswerRequest.Mention> found = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            found.add(new AnswerRequest.Mention(spans.get(i), known.list().get(i).box()));
        }
        return found;
    }

    private List<String> readAnswers() throws BadInput {
        BadInput.unlessFile("--answers", file);
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new BadInput(
                    "--answers: %s cannot be read as text in UTF-8: %s".formatted(file, e), e);
        }
        if (lines.isEmpty()) {
            throw new BadInput("--answers: %s is empty. Write an answer a line.".formatted(file));
        }
        return lines;
    }

    @Override
    List<String> texts() {
        List<String> all = new ArrayList<>(choices);
        all.add(question);
        return cleaned(all);
    }

    @Override
    AnswerRequest request(Image image) {
        return new AnswerRequest(image, question, mentions, choices, top.number());
    }

    @Override
    Answer answer(AnswerRequest request, Predictor<AnswerRequest, AnswerResult> predictor)
            throws TranslateException {
        return new AskAnswer(question, known, predictor.predict(request).answers());
    }
}
