package io.github.pevl.translate;

import ai.djl.modality.cv.VisionLanguageInput;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.translate.Translator;
import ai.djl.util.Pair;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The request types of DJL 0.36 that grounding answers. Other lines of DJL have other ones. */
final class DjlTypes {

    private DjlTypes() {}

    /** Translators by their input and output types. */
    static Map<Pair<Type, Type>, Function<GroundingTask, Translator<?, ?>>> translators() {
        return Map.of(
                new Pair<>(VisionLanguageInput.class, DetectedObjects.class), DjlTypes::detector);
    }

    private static Translator<VisionLanguageInput, DetectedObjects> detector(
            GroundingTask grounding) {
        return new ConvertingTranslator<>(
                grounding, DjlTypes::request, GroundingResult::toDetectedObjects);
    }

    /** The text, then the candidate labels: each an expression. */
    private static GroundingRequest request(VisionLanguageInput input) {
        List<String> expressions = new ArrayList<>();
        if (input.getText() != null) {
            expressions.add(input.getText());
        }
        if (input.getCandidates() != null) {
            expressions.addAll(Arrays.asList(input.getCandidates()));
        }
        return new GroundingRequest(input.getImage(), expressions, 1);
    }
}
