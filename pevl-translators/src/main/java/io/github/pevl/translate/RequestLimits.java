package io.github.pevl.translate;

import io.github.pevl.image.ImageHeader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Limits of one request, checked before any work is done for it. Every limit is an argument of the
 * model, a whole number of 1 or more, set like all arguments in {@code serving.properties}, in a
 * URL, or with {@code Criteria.optArgument}. A request that exceeds a limit is refused with an
 * {@link IllegalArgumentException} that names the argument.
 *
 * @param bodyBytes bytes of a served request, all its parts together; {@code maxBodyBytes}, 32 MiB
 * @param imageBytes bytes of an image file of a served request; {@code maxImageBytes}, 20 MiB
 * @param pixels of the image of a served request, width times height; {@code maxPixels},
 *     100,000,000
 * @param textLength characters ({@code char}s) of all texts of a request, each counted as often as
 *     it is read: a caption once for each phrase that is asked separately, a question once for each
 *     choice; {@code maxTextLength}, 20,000
 * @param texts expressions, phrases, choices, or masks of a request; {@code maxTexts}, 128
 * @param objects objects or mentions of a request; {@code maxObjects}, 128
 * @param pairs pairs of objects of a relation request; {@code maxPairs}, 1,024
 * @param answers candidate answers of a request; {@code maxAnswers}, 10,000
 * @param tokens tokens of all texts of a request together; {@code maxRequestTokens}, 20,000
 * @param results words that are returned for all masks together; {@code maxResults}, 100,000
 */
public record RequestLimits(
        int bodyBytes,
        int imageBytes,
        int pixels,
        int textLength,
        int texts,
        int objects,
        int pairs,
        int answers,
        int tokens,
        int results) {

    /** The defaults, where a model's arguments set nothing else. */
    public static final RequestLimits DEFAULT =
            new RequestLimits(
                    32 << 20,
                    20 << 20,
                    100_000_000,
                    20_000,
                    128,
                    128,
                    1_024,
                    10_000,
                    20_000,
                    100_000);

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /**
     * For an application that trusts its requests, such as an evaluation: hardly any limit but
     * those on bytes. Translators made by hand have these.
     */
    public static final RequestLimits TRUSTED =
            new RequestLimits(
                    DEFAULT.bodyBytes,
                    DEFAULT.imageBytes,
                    DEFAULT.pixels,
                    10_000_000,
                    NO_LIMIT,
                    NO_LIMIT,
                    NO_LIMIT,
                    NO_LIMIT,
                    NO_LIMIT,
                    NO_LIMIT);

    private static final String BODY = "maxBodyBytes";
    private static final String IMAGE = "maxImageBytes";
    private static final String PIXELS = "maxPixels";
    private static final String LENGTH = "maxTextLength";
    private static final String TEXTS = "maxTexts";
    private static final String OBJECTS = "maxObjects";
    private static final String PAIRS = "maxPairs";
    private static final String ANSWERS = "maxAnswers";
    private static final String TOKENS = "maxRequestTokens";
    private static final String RESULTS = "maxResults";

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public RequestLimits {
        int[] all = {
            bodyBytes,
            imageBytes,
            pixels,
            textLength,
            texts,
            objects,
            pairs,
            answers,
            tokens,
            results
        };
        if (IntStream.of(all).anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException(
                    "Limits of requests are %s; each must be at least 1."
                            .formatted(Arrays.toString(all)));
        }
    }

    /** These limits as arguments of a model, for {@code Criteria.optArguments}. */
    public Map<String, Object> arguments() {
        return Map.of(
                BODY, bodyBytes,
                IMAGE, imageBytes,
                PIXELS, pixels,
                LENGTH, textLength,
                TEXTS, texts,
                OBJECTS, objects,
                PAIRS, pairs,
                ANSWERS, answers,
                TOKENS, tokens,
                RESULTS, results);
    }

    /**
     * Reads a model's arguments.
     *
     * @param folder the model's, for errors
     * @throws IllegalArgumentException if one is not a whole number of at least 1
     */
    static RequestLimits of(Map<String, ?> arguments, Path folder) {
        return new RequestLimits(
                Arguments.positive(arguments, BODY, DEFAULT.bodyBytes, folder),
                Arguments.positive(arguments, IMAGE, DEFAULT.imageBytes, folder),
                Arguments.positive(arguments, PIXELS, DEFAULT.pixels, folder),
                Arguments.positive(arguments, LENGTH, DEFAULT.textLength, folder),
                Arguments.positive(arguments, TEXTS, DEFAULT.texts, folder),
                Arguments.positive(arguments, OBJECTS, DEFAULT.objects, folder),
                Arguments.positive(arguments, PAIRS, DEFAULT.pairs, folder),
                Arguments.positive(arguments, ANSWERS, DEFAULT.answers, folder),
                Arguments.positive(arguments, TOKENS, DEFAULT.tokens, folder),
                Arguments.positive(arguments, RESULTS, DEFAULT.results, folder));
    }

    void requireBody(long bytes) {
        require("The request", bytes, "bytes", BODY, bodyBytes);
    }

    void requireImage(long bytes) {
        require("image", bytes, "bytes", IMAGE, imageBytes);
    }

    void requirePixels(ImageHeader header) {
        long count = (long) header.width() * header.height();
        require("image", count, "pixels", PIXELS, pixels);
    }

    void requireTexts(String field, long count) {
        requireTexts(field, "entries", count);
    }

    void requireTexts(String field, String unit, long count) {
        require(field, count, unit, TEXTS, texts);
    }

    void requireObjects(String field, long count) {
        require(field, count, "entries", OBJECTS, objects);
    }

    void requirePairs(long count) {
        require("pairs", count, "entries", PAIRS, pairs);
    }

    void requireAnswers(long count) {
        require("answers", count, "entries", ANSWERS, answers);
    }

    void requireTokens(long count) {
        require("The request", count, "tokens", TOKENS, tokens);
    }

    void requireResults(long count) {
        require("The answer", count, "words", RESULTS, results);
    }

    /** Checks texts before they are cleaned and tokenized. */
    void requireLength(Stream<String> read) {
        requireLength(read.mapToLong(String::length).sum());
    }

    void requireLength(long characters) {
        require("The request", characters, "characters of text", LENGTH, textLength);
    }

    private static void require(String what, long count, String unit, String argument, int max) {
        if (count > max) {
            throw new IllegalArgumentException(
                    "%s has %d %s; this model takes at most %d. Send less, or set the model's"
                                    .formatted(what, count, unit, max)
                            + " argument %s.".formatted(argument));
        }
    }
}
