package io.github.pevl.translate;

import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Presence;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Query.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds all boxes that expressions mean. Each edge of several objects is a peak among the positions
 * of a mask, but four masks do not tell which edges belong together. So the left edge is filled in
 * first, with each of its peaks in turn; then, knowing it, the top; then the right and the bottom;
 * and at last the left and the top anew, knowing the others. Boxes that overlap with a likelier one
 * are left out, and those that the matching head does not find.
 */
final class BoxSearch {

    /** Boxes with more than this intersection over union are the same. */
    private static final double SAME = 0.5;

    /** Peaks with less probability are noise: six objects have a sixth each. */
    private static final double MIN_PEAK = 0.08;

    /** A box may be this much less likely than the best one. */
    private static final double MIN_SHARE = 0.1;

    /**
     * Positions that count as one peak, to either side: few, since edges of two objects may be near
     * each other. What then is found twice overlaps with itself.
     */
    private static final int NEAR = 12;

    private static final int MAX_PEAKS = 8;
    private static final int MAX_BOXES = 16;

    /** Drafts of an expression: each has {@link #MIN_PEAK}, or is the best of one that has. */
    private static final int MAX_DRAFTS = (int) (2 / MIN_PEAK);

    private final TaskContext context;
    private final GroundingRequest request;
    private final List<EncodedPrompt> texts;
    private final BoxAnswers answers;

    BoxSearch(TaskContext context, GroundingRequest request, List<EncodedPrompt> texts) {
        this.context = context;
        this.request = request;
        this.texts = texts;
        answers = new BoxAnswers(context, request.image(), 1);
    }

    /**
     * A box that is being found.
     *
     * @param expression its index
     * @param bins what is known of it: left, top, right, bottom; later ones may be missing
     * @param probability of what is known
     */
    private record Draft(int expression, List<Integer> bins, double probability) {

        Draft with(BoxReader.Peak peak) {
            List<Integer> more = new ArrayList<>(bins);
            more.add(peak.bin());
            return new Draft(expression, more, probability * peak.mass());
        }

        Draft moved(int edge, int bin) {
            List<Integer> moved = new ArrayList<>(bins);
            moved.set(edge, bin);
            return new Draft(expression, moved, probability);
        }

        BoxBins box() {
            return new BoxBins(bins.get(0), bins.get(1), bins.get(2), bins.get(3));
        }
    }

    Query<GroundingResult> query() {
        long tokens = texts.stream().mapToLong(EncodedPrompt::length).sum();
        context.limits().requireTokens(tokens * MAX_DRAFTS);
        List<Draft> start =
                IntStream.range(0, texts.size()).mapToObj(i -> new Draft(i, List.of(), 1)).toList();
        return Query.predictThen(
                request.image(),
                texts,
                context.positions(),
                scores -> Reply.ask(tops(edges(scores, start, 0))));
    }

    private Query<GroundingResult> tops(List<Draft> lefts) {
        return ask(lefts, scores -> Reply.ask(corners(edges(scores, lefts, 1))));
    }

    private Query<GroundingResult> corners(List<Draft> tops) {
        return ask(tops, scores -> Reply.ask(refined(lastEdges(scores, tops))));
    }

    /** The left and top edges anew: they were found before the others were known. */
    private Query<GroundingResult> refined(List<Draft> drafts) {
        List<EncodedPrompt> asked =
                drafts.stream()
                        .map(
                                draft -> {
                                    EncodedPrompt text = texts.get(draft.expression());
                                    text = text.filled(3, context.positionId(draft.bins().get(3)));
                                    return text.filled(2, context.positionId(draft.bins().get(2)));
                                })
                        .toList();
        return Query.predictThen(
                request.image(),
                asked,
                context.positions(),
                scores -> {
                    List<Draft> moved = new ArrayList<>();
                    for (int i = 0; i < drafts.size(); i++) {
                        moved.add(nearer(drafts.get(i), scores, 2 * i));
                    }
                    return finish(moved);
                });
    }

    /** Moves edges to the peaks that are nearest to them. */
    private Draft nearer(Draft draft, Scores scores, int row) {
        Draft moved = draft;
        for (int edge = 0; edge <= 1; edge++) {
            int known = draft.bins().get(edge);
            for (BoxReader.Peak peak : peaks(scores, row + edge)) {
                if (Math.abs(peak.bin() - known) <= 2 * NEAR) {
                    moved = moved.moved(edge, peak.bin());
                    break;
                }
            }
        }
        return moved;
    }

    private Query<GroundingResult> ask(
            List<Draft> drafts, Function<Scores, Reply<GroundingResult>> reply) {
        List<EncodedPrompt> asked = new ArrayList<>();
        for (Draft draft : drafts) {
            EncodedPrompt text = texts.get(draft.expression());
            for (int bin : draft.bins()) {
                text = text.filled(0, context.positionId(bin));
            }
            asked.add(text);
        }
        return Query.predictThen(request.image(), asked, context.positions(), reply);
    }

    /** Each draft with each likely next edge. */
    private List<Draft> edges(Scores scores, List<Draft> drafts, int known) {
        int masks = PositionTokens.PER_BOX - known;
        List<Draft> more = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            List<BoxReader.Peak> peaks = peaks(scores, i * masks);
            more.add(draft.with(peaks.get(0)));
            peaks.stream()
                    .skip(1)
                    .filter(peak -> peak.mass() * draft.probability() >= MIN_PEAK)
                    .forEach(peak -> more.add(draft.with(peak)));
        }
        return more;
    }

    private List<Draft> lastEdges(Scores scores, List<Draft> drafts) {
        List<Draft> whole = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            BoxReader.Peak right = peaks(scores, 2 * i).get(0);
            BoxReader.Peak bottom = peaks(scores, 2 * i + 1).get(0);
            whole.add(drafts.get(i).with(right).with(bottom));
        }
        return whole;
    }

    private List<BoxReader.Peak> peaks(Scores scores, int row) {
        long first = context.tokenizer().vocabulary().firstPositionId();
        return BoxReader.peaks(
                Softmax.of(scores.row(row, first, PositionTokens.BINS)), MAX_PEAKS, NEAR);
    }

    private Reply<GroundingResult> finish(List<Draft> drafts) {
        List<List<GroundedBox>> boxes =
                IntStream.range(0, texts.size()).mapToObj(i -> distinct(drafts, i)).toList();
        if (!context.presence().asks()) {
            return Reply.result(result(boxes, null));
        }
        PresenceCheck check = new PresenceCheck(context, request.image(), texts);
        return Reply.ask(check.query(boxes, presence -> result(boxes, presence)));
    }

    /** The boxes of an expression, the likeliest first, without those that overlap with one. */
    private List<GroundedBox> distinct(List<Draft> drafts, int expression) {
        List<GroundedBox> kept = new ArrayList<>();
        List<Draft> own =
                drafts.stream()
                        .filter(draft -> draft.expression() == expression)
                        .sorted(Comparator.comparingDouble(Draft::probability).reversed())
                        .toList();
        for (Draft draft : own) {
            GroundedBox box = answers.grounded(draft.box(), draft.probability());
            boolean likely = draft.probability() >= MIN_SHARE * own.get(0).probability();
            if (kept.isEmpty()
                    || likely
                            && kept.size() < MAX_BOXES
                            && box.area().width() > 0
                            && box.area().height() > 0
                            && kept.stream().allMatch(it -> it.area().iou(box.area()) <= SAME)) {
                kept.add(box);
            }
        }
        return kept;
    }

    private GroundingResult result(
            List<List<GroundedBox>> boxes, @Nullable List<List<Presence>> presence) {
        List<GroundingResult.Grounding> groundings = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            groundings.add(
                    grounding(i, boxes.get(i), presence == null ? List.of() : presence.get(i)));
        }
        return answers.result(groundings);
    }

    /** The boxes that are found come first. */
    private GroundingResult.Grounding grounding(
            int expression, List<GroundedBox> boxes, List<Presence> presence) {
        List<GroundedBox> found = new ArrayList<>();
        List<GroundedBox> others = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            boolean isFound = presence.isEmpty() || presence.get(i).found();
            (isFound ? found : others).add(boxes.get(i));
        }
        int count = found.size();
        found.addAll(others);
        return new GroundingResult.Grounding(
                request.expressions().get(expression),
                found,
                texts.get(expression).cut(),
                PresenceCheck.surest(presence),
                count);
    }
}
