package io.github.pevl.translate;

import ai.djl.Model;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.pevl.image.Filter;
import io.github.pevl.image.PictureReader;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes the translators of a model folder for DJL's {@code Criteria}. It reads {@value #VOCABULARY}
 * in the folder and takes two arguments, which {@code serving.properties} or the zoo's metadata
 * hold: {@value #IMAGE_SIDE}, the side of the square picture in pixels, and {@value #MAX_TOKENS},
 * the most tokens of a text, {@code [CLS]} and box included.
 *
 * <p>Types: {@link GroundingRequest} to {@link GroundingResult} or to {@link DetectedObjects}. From
 * DJL 0.36 on also {@code VisionLanguageInput} to {@code DetectedObjects}, where the text and each
 * candidate label is an expression, in this order, and the template is not used; and {@code Input}
 * to {@code Output}, the same as JSON, for DJL Serving. Objects come in the order of the
 * expressions, one for each, with boxes as fractions of the picture.
 *
 * <p>All predictors of a loaded model share one tokenizer, which is closed with the model.
 */
public final class PevlTranslatorFactory implements TranslatorFactory {

    /** The file of words in a model's folder. */
    public static final String VOCABULARY = "vocab.txt";

    /** The argument that tells the picture's side, pixels, 1 or more. */
    public static final String IMAGE_SIDE = "imageSide";

    /** The argument that tells the most tokens of a text, 8 or more. */
    public static final String MAX_TOKENS = "maxTokens";

    private static final Map<Pair<Type, Type>, Function<GroundingTranslator, Translator<?, ?>>>
            TRANSLATORS = translators();

    /** DJL makes factories by name. */
    public PevlTranslatorFactory() {}

    private static Map<Pair<Type, Type>, Function<GroundingTranslator, Translator<?, ?>>>
            translators() {
        Map<Pair<Type, Type>, Function<GroundingTranslator, Translator<?, ?>>> all =
                new HashMap<>(DjlTypes.translators());
        all.put(new Pair<>(GroundingRequest.class, GroundingResult.class), t -> t);
        all.put(
                new Pair<>(GroundingRequest.class, DetectedObjects.class),
                grounding ->
                        new ConvertingTranslator<GroundingRequest, DetectedObjects>(
                                grounding, r -> r, GroundingResult::toDetectedObjects));
        return Map.copyOf(all);
    }

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return TRANSLATORS.keySet();
    }

    /**
     * Makes a translator.
     *
     * @param model loaded from a folder
     * @throws IllegalArgumentException if the types are not supported, an argument is missing or no
     *     whole number, or the vocabulary lacks a word
     * @throws UncheckedIOException if the vocabulary cannot be read
     */
    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
        Function<GroundingTranslator, Translator<?, ?>> translator =
                TRANSLATORS.get(new Pair<Type, Type>(input, output));
        if (translator == null) {
            throw new IllegalArgumentException(
                    "A PEVL model has no translator from %s to %s; it has %s."
                            .formatted(input.getName(), output.getName(), getSupportedTypes()));
        }
        return (Translator<I, O>) translator.apply(grounding(model, arguments));
    }

    private static GroundingTranslator grounding(Model model, Map<String, ?> arguments) {
        Path folder = model.getModelPath();
        int side = Arguments.positive(arguments, IMAGE_SIDE, folder);
        int maxTokens = Arguments.positive(arguments, MAX_TOKENS, folder);
        PictureReader pictures = new PictureReader(side, Filter.BICUBIC);
        PevlTokenizer tokenizer = new PevlTokenizer(vocabulary(folder));
        // What is attached to a model's manager is closed with the model.
        model.getNDManager().attachInternal("pevl-tokenizer-" + UUID.randomUUID(), tokenizer);
        return new GroundingTranslator(tokenizer, pictures, maxTokens);
    }

    private static PevlVocabulary vocabulary(Path folder) {
        try {
            return PevlVocabulary.read(folder.resolve(VOCABULARY));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
