package io.github.pevl.translate;

import io.github.pevl.internal.prompt.BoxedName;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.internal.prompt.RelationPrompt;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Visual relation detection: writes each pair of objects with three masks between them, and scores
 * the model's predicates there (run_vrd_train.py, {@code vrd_inference}). In JSON: {@code objects}
 * of {@code name} and {@code box}, {@code pairs} of their indices.
 */
final class RelationTask extends Task<RelationRequest, RelationResult> {

    private static final int MAX_TOKENS = 250;

    RelationTask() {
        super("relations", RelationRequest.class, RelationResult.class);
    }

    @Override
    public int maxTokens() {
        return MAX_TOKENS;
    }

    /** Adds {@code [unrel]}. */
    @Override
    public PevlVocabulary vocabulary(PevlVocabulary model) {
        return model.withRelations();
    }

    @Override
    public List<String> files() {
        return List.of(Predicates.TEXT, Predicates.JSON);
    }

    @Override
    public List<String> readLabels(Path folder) throws IOException {
        return Predicates.ofModel(folder).names();
    }

    @Override
    List<String> defaultLabels() {
        return Predicates.visualGenome().names();
    }

    @Override
    QueryWriter<RelationRequest, RelationResult> queries(TaskContext context) {
        PevlTokenizer tokenizer = context.tokenizer();
        Candidates predicates =
                new Candidates(
                        tokenizer,
                        "predicates",
                        new Predicates(context.labels()).names(),
                        RelationPrompt.MASKS);
        long noRelation = tokenizer.vocabulary().noRelationId();
        long[] ids =
                LongStream.concat(Arrays.stream(predicates.ids()), LongStream.of(noRelation))
                        .sorted()
                        .distinct()
                        .toArray();
        return request ->
                Query.predictLog(
                        request.image(),
                        texts(context, request),
                        ids,
                        scores -> result(request, predicates, noRelation, scores));
    }

    private static List<EncodedPrompt> texts(TaskContext context, RelationRequest request) {
        context.limits().requireObjects("objects", request.objects().size());
        context.limits().requirePairs(request.pairs().size());
        context.limits().requireLength(request.objects().stream().map(NamedBox::name));
        List<BoxedName> objects =
                request.objects().stream()
                        .map(object -> BoxedName.of(object, request.image()))
                        .toList();
        List<EncodedPrompt> texts = new ArrayList<>();
        for (int i = 0; i < request.pairs().size(); i++) {
            RelationRequest.Pair pair = request.pairs().get(i);
            Prompt prompt =
                    RelationPrompt.ask(objects.get(pair.subject()), objects.get(pair.object()));
            texts.add(context.encode("pairs[%d]".formatted(i), prompt, request.truncate()));
        }
        return texts;
    }

    private static RelationResult result(
            RelationRequest request, Candidates predicates, long noRelation, Scores scores) {
        List<RelationResult.PairScores> pairs = new ArrayList<>();
        for (int i = 0; i < request.pairs().size(); i++) {
            int first = i * RelationPrompt.MASKS;
            pairs.add(
                    new RelationResult.PairScores(
                            request.pairs().get(i),
                            // The second and third [unrel] are not counted but divided by.
                            (double) scores.at(first, noRelation) / RelationPrompt.MASKS,
                            Arrays.stream(predicates.score(scores, first)).boxed().toList()));
        }
        return new RelationResult(predicates.texts(), pairs);
    }

    @Override
    RelationRequest parse(RequestJson json) throws IOException {
        RequestLimits limits = json.limits();
        List<NamedBox> objects = json.objects();
        limits.requireObjects("objects", objects.size());
        if (!json.has("pairs")) {
            limits.requirePairs((long) objects.size() * Math.max(objects.size() - 1, 0));
            return new RelationRequest(json.image(), objects);
        }
        List<RelationRequest.Pair> pairs =
                json.list(
                        "pairs",
                        "pairs of whole numbers",
                        pair ->
                                new RelationRequest.Pair(
                                        RequestJson.asInt(pair.getAsJsonArray().get(0)),
                                        RequestJson.asInt(pair.getAsJsonArray().get(1))));
        return new RelationRequest(json.image(), objects, pairs);
    }

    /** Relations, the best first; the scores of all predicates would be long. */
    @Override
    Object toJson(RelationResult result) {
        return Map.of("relations", result.ranked());
    }
}
