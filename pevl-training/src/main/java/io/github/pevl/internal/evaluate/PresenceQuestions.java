package io.github.pevl.internal.evaluate;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.EncodedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Asks a model about expressions that may mean nothing. Each image is read and encoded once,
 * whatever is asked about it.
 */
public final class PresenceQuestions {

    private PresenceQuestions() {}

    /**
     * What a model says of expressions.
     *
     * @param scores how surely they mean something, by their likeliest boxes
     * @param boxes what is found if all boxes are asked for
     */
    public record Answers(PresenceScores scores, FoundBoxes boxes) {

        /** A table: the lines of the scores, and one of the boxes. */
        public String table(double threshold) {
            return scores.table(threshold) + boxes.line();
        }
    }

    /**
     * Asks for the likeliest box of each expression and its presence.
     *
     * @param predictor of a model that is asked for presence
     * @param samples at least one
     * @param progress told the number of samples done
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if the model does not say whether something is there
     */
    public static PresenceScores scores(
            Predictor<GroundingRequest, GroundingResult> predictor,
            List<PresenceSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        List<PresenceScores.Score> scores = new ArrayList<>();
        each(samples, progress, (image, group) -> scores.addAll(scored(predictor, image, group)));
        return new PresenceScores(scores);
    }

    /**
     * Asks for the likeliest box of each expression, and then for all boxes.
     *
     * @param predictor of a model with a threshold of presence
     * @param samples at least one
     * @param progress told the number of samples done
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Answers answers(
            Predictor<GroundingRequest, GroundingResult> predictor,
            List<PresenceSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        List<PresenceScores.Score> scores = new ArrayList<>();
        List<FoundBoxes> boxes = new ArrayList<>();
        each(
                samples,
                progress,
                (image, group) -> {
                    scores.addAll(scored(predictor, image, group));
                    GroundingRequest all = GroundingRequest.all(image, texts(group));
                    boxes.add(FoundBoxes.of(predictor.predict(all), group));
                });
        return new Answers(new PresenceScores(scores), FoundBoxes.sum(boxes));
    }

    private static List<PresenceScores.Score> scored(
            Predictor<GroundingRequest, GroundingResult> predictor,
            Image image,
            List<PresenceSample> group)
            throws TranslateException {
        return PresenceScores.of(
                predictor.predict(new GroundingRequest(image, texts(group))), group);
    }

    private static String[] texts(List<PresenceSample> group) {
        return group.stream().map(PresenceSample::expression).toArray(String[]::new);
    }

    /** What is asked about the expressions of an image. */
    private interface Asking {
        void about(Image image, List<PresenceSample> group) throws TranslateException;
    }

    private static void each(List<PresenceSample> samples, IntConsumer progress, Asking asking)
            throws IOException, TranslateException {
        Map<Path, List<PresenceSample>> byImage = new LinkedHashMap<>();
        for (PresenceSample sample : samples) {
            byImage.computeIfAbsent(sample.image(), image -> new ArrayList<>()).add(sample);
        }
        int done = 0;
        for (List<PresenceSample> group : byImage.values()) {
            try (EncodedImage image = new EncodedImage(group.get(0).open())) {
                asking.about(image.image(), group);
            }
            done += group.size();
            progress.accept(done);
        }
    }
}
