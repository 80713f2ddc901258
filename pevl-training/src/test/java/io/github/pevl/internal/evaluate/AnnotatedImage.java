package io.github.pevl.internal.evaluate;

import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.RelationSample;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import java.nio.file.Path;
import java.util.List;

/** An image file with its annotated size: samples about it, and an answer to each kind of them. */
record AnnotatedImage(Path file, int width, int height) {

    static final AnswerResult YES = new AnswerResult(List.of(new AnswerResult.Answer("yes", -1)));
    static final ChoiceResult FIRST = new ChoiceResult(List.of(1.0, 0.0), List.of(1.0, 0.0));

    /** Every pair is "on". */
    static RelationResult on(RelationRequest request) {
        return new RelationResult(
                List.of("on"),
                request.pairs().stream()
                        .map(pair -> new RelationResult.PairScores(pair, -1, List.of(-1.0)))
                        .toList());
    }

    GroundingSample caption(String text, PhraseBox... phrases) {
        return new GroundingSample(file, text, List.of(phrases), List.of(), width, height, null);
    }

    /** The first object is on the second. */
    RelationSample relation(List<NamedBox> objects) {
        RelationSample.Triple on = new RelationSample.Triple(0, 1, "on");
        return new RelationSample(file, objects, List.of(on), List.of(), width, height);
    }

    /** With two choices, of which the first is right. */
    ChoiceSample choice(List<NamedBox> objects, Sentence question, Sentence choice, String id) {
        return new ChoiceSample(
                file,
                objects,
                List.of(question),
                List.of(choice, choice),
                0,
                ChoiceSample.Asks.ANSWER,
                id,
                width,
                height,
                null);
    }

    AnswerSample question(String text, String answer, String kind, PhraseBox... mentions) {
        return new AnswerSample(
                file, text, List.of(mentions), answer, null, List.of(), width, height, kind);
    }
}
