package io.github.pevl.translate;

import ai.djl.modality.cv.VisionLanguageInput;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The request type of DJL 0.36 that grounding answers. Other lines of DJL have other ones. */
final class DjlTypes {

    private DjlTypes() {}

    /** DJL's request and answer for objects named by texts. */
    static Optional<Endpoint<?, GroundingRequest, GroundingResult, ?>> detection() {
        return Optional.of(GroundingTask.detecting(VisionLanguageInput.class, DjlTypes::request));
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
