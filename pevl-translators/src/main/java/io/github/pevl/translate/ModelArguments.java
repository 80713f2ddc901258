package io.github.pevl.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The arguments of a model that its translators need.
 *
 * @param imageSide the width and height of the network's images, pixels
 * @param maxTokens the maximum number of tokens of a text, {@code [CLS]} included
 * @param limits of a request
 * @param hosts whose URLs JSON requests may give as images
 * @param presence whether grounding asks if expressions mean anything
 */
record ModelArguments(
        int imageSide,
        int maxTokens,
        RequestLimits limits,
        AllowedHosts hosts,
        PresenceMode presence) {

    /**
     * Reads the arguments.
     *
     * @param folder the model's, for errors
     * @throws IllegalArgumentException if one is missing or not what is allowed
     * @throws IOException if the folder's calibration cannot be read
     */
    static ModelArguments of(Map<String, ?> arguments, Path folder) throws IOException {
        return new ModelArguments(
                Arguments.positive(arguments, PevlTranslatorFactory.IMAGE_SIDE, folder),
                Arguments.positive(arguments, PevlTranslatorFactory.MAX_TOKENS, folder),
                RequestLimits.of(arguments, folder),
                AllowedHosts.of(Arguments.list(arguments, PevlTranslatorFactory.ALLOW_URLS)),
                PresenceMode.of(arguments, folder));
    }

    /** Reads the images of JSON requests. */
    ServedImages images() {
        return new ServedImages(
                limits, new ImageUrls(hosts, limits.imageBytes(), ImageUrls.Timeouts.DEFAULT));
    }
}
