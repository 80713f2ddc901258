package io.github.pevl.translate;

import io.github.pevl.image.ImageProcessor;
import io.github.pevl.prompt.BoxedName;
import io.github.pevl.prompt.RelationPrompt;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.PevlTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Visual relation detection: writes each pair of objects with three open slots between them, and
 * scores the model's predicates there (run_vrd_train.py, {@code vrd_inference}). Threads may share
 * it.
 */
public final class RelationTask extends PevlTranslator<RelationRequest, RelationResult> {

    private final Candidates predicates;
    private final long noRelation;
    private final long[] columns;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary, with a place for {@code [unrel]}
     * @param images of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} included, at least 8
     * @param predicates that the model knows
     * @throws IllegalArgumentException if the vocabulary lacks {@code [unrel]}, or a predicate has
     *     more than three tokens or some that the vocabulary lacks
     */
    public RelationTask(
            PevlTokenizer tokenizer, ImageProcessor images, int maxTokens, Predicates predicates) {
        this(new TaskContext(tokenizer, images, maxTokens), predicates);
    }

    RelationTask(TaskContext parts, Predicates predicates) {
        super(parts);
        PevlTokenizer tokenizer = parts.tokenizer();
        this.predicates =
                new Candidates(tokenizer, "predicates", predicates.names(), RelationPrompt.SLOTS);
        noRelation = tokenizer.vocabulary().noRelationId();
        columns =
                LongStream.concat(
                                Arrays.stream(this.predicates.columns()), LongStream.of(noRelation))
                        .sorted()
                        .distinct()
                        .toArray();
    }

    @Override
    Query<RelationResult> ask(RelationRequest request) {
        parts.limits().requireObjects("objects", request.objects().size());
        parts.limits().requirePairs(request.pairs().size());
        parts.limits().requireLength(request.objects().stream().map(NamedBox::name));
        List<BoxedName> objects =
                request.objects().stream()
                        .map(object -> BoxedName.of(object, request.image()))
                        .toList();
        List<long[]> texts = new ArrayList<>();
        for (int i = 0; i < request.pairs().size(); i++) {
            RelationRequest.Pair pair = request.pairs().get(i);
            String text =
                    RelationPrompt.ask(objects.get(pair.subject()), objects.get(pair.object()));
            texts.add(
                    parts.encode(
                            "pairs[%d]".formatted(i),
                            text,
                            RelationPrompt.SLOTS,
                            request.truncate()));
        }
        return Query.fillLog(request.image(), texts, columns, scores -> answer(request, scores));
    }

    private RelationResult answer(RelationRequest request, Scores scores) {
        List<RelationResult.PairScores> pairs = new ArrayList<>();
        for (int i = 0; i < request.pairs().size(); i++) {
            int first = i * RelationPrompt.SLOTS;
            pairs.add(
                    new RelationResult.PairScores(
                            request.pairs().get(i),
                            // The second and third [unrel] are not counted but divided by.
                            (double) scores.at(first, noRelation) / RelationPrompt.SLOTS,
                            Arrays.stream(predicates.score(scores, first)).boxed().toList()));
        }
        return new RelationResult(predicates.texts(), pairs);
    }
}
