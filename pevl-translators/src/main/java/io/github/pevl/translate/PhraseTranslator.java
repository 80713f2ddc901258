package io.github.pevl.translate;

import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.prompt.Span;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Phrase grounding: open boxes in a caption, all in one text or each in one of its own. */
final class PhraseTranslator extends TaskTranslator<PhraseRequest, GroundingResult> {

    PhraseTranslator(Parts parts) {
        super(parts);
    }

    @Override
    Query<GroundingResult> ask(PhraseRequest request) {
        List<Span> phrases = request.phrases();
        List<long[]> texts = new ArrayList<>();
        if (request.together()) {
            texts.add(text(request.caption(), phrases));
        } else {
            phrases.forEach(phrase -> texts.add(text(request.caption(), List.of(phrase))));
        }
        int[] boxes = request.together() ? order(phrases) : range(phrases.size());
        return Query.fill(
                request.image(),
                texts,
                parts.positions(),
                scores -> answer(request, boxes, scores));
    }

    private long[] text(String caption, List<Span> phrases) {
        int masks = phrases.size() * PositionTokens.PER_BOX;
        return parts.encode("caption", GroundingPrompt.ask(caption, phrases), masks);
    }

    private GroundingResult answer(PhraseRequest request, int[] boxes, Scores scores) {
        BoxAnswers answers = new BoxAnswers(parts, request.image(), request.alternatives());
        GroundingResult.Grounding[] groundings = new GroundingResult.Grounding[boxes.length];
        for (int box = 0; box < boxes.length; box++) {
            String phrase = request.phrases().get(boxes[box]).of(request.caption());
            groundings[boxes[box]] =
                    new GroundingResult.Grounding(phrase, answers.read(scores, box), 0);
        }
        return answers.result(List.of(groundings));
    }

    /** Which phrase each box of the text belongs to: boxes stand in the order of phrases' ends. */
    private static int[] order(List<Span> phrases) {
        return IntStream.range(0, phrases.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> phrases.get(i).end()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] range(int size) {
        return IntStream.range(0, size).toArray();
    }
}
