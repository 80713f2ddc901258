package io.github.pevl.translate;

import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.util.Optional;

/** DJL 0.25 has no request type for an image with expressions. */
final class DjlTypes {

    private DjlTypes() {}

    /** None. */
    static Optional<Endpoint<?, GroundingRequest, GroundingResult, ?>> detection() {
        return Optional.empty();
    }
}
