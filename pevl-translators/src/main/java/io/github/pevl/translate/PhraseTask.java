package io.github.pevl.translate;

import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.request.TextTooLongException;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Phrase grounding: open boxes in a caption, all in one text or each in one of its own. */
final class PhraseTask extends PevlTranslator<PhraseRequest, GroundingResult> {

    PhraseTask(TaskContext parts) {
        super(parts);
    }

    @Override
    Query<GroundingResult> ask(PhraseRequest request) {
        List<Span> phrases = request.phrases();
        long read = request.together() ? 1 : phrases.size();
        parts.limits().requireTexts("phrases", phrases.size());
        parts.limits().requireLength(read * request.caption().length());
        List<long[]> texts = new ArrayList<>();
        boolean together = request.together() && !(request.truncate() && isCut(request));
        if (together) {
            texts.add(text(request, phrases));
        } else {
            phrases.forEach(phrase -> texts.add(text(request, List.of(phrase))));
        }
        int[] boxes = together ? order(phrases) : range(phrases.size());
        return Query.fill(
                request.image(),
                texts,
                parts.positions(),
                scores -> answer(request, boxes, scores));
    }

    private long[] text(PhraseRequest request, List<Span> phrases) {
        int masks = phrases.size() * PositionTokens.PER_BOX;
        return parts.encode("caption", prompt(request, phrases), masks, request.truncate());
    }

    /** A phrase too far behind to be read is asked for in the part of the caption from it on. */
    private static String prompt(PhraseRequest request, List<Span> phrases) {
        String caption = request.caption();
        if (GroundingPrompt.readsAll(caption, phrases)) {
            return GroundingPrompt.ask(caption, phrases);
        }
        if (request.truncate() && phrases.size() == 1) {
            Span phrase = phrases.get(0);
            String rest = caption.substring(caption.offsetByCodePoints(0, phrase.begin()));
            Span first = new Span(0, phrase.end() - phrase.begin());
            if (GroundingPrompt.readsAll(rest, List.of(first))) {
                return GroundingPrompt.ask(rest, List.of(first));
            }
        }
        try {
            return GroundingPrompt.ask(caption, phrases);
        } catch (IllegalArgumentException e) {
            throw new TextTooLongException(e.getMessage());
        }
    }

    /** Whether a box of the caption lies behind a limit; then its words would have to go. */
    private boolean isCut(PhraseRequest request) {
        if (!GroundingPrompt.readsAll(request.caption(), request.phrases())) {
            return true;
        }
        PevlTokenizer tokenizer = parts.tokenizer();
        int[] masks =
                tokenizer
                        .encode(GroundingPrompt.ask(request.caption(), request.phrases()))
                        .placesOf(tokenizer.vocabulary().maskId());
        return masks.length > 0 && masks[masks.length - 1] + 2 > parts.maxTokens();
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
