package io.github.pevl.zoo;

import io.github.pevl.checkpoint.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What original files call the network's parameters. PEVL and ALBEF use the network's own names;
 * DeiT, a picture classifier, leaves out the first part of them.
 */
final class WeightNames {

    /** What the names of the visual encoder begin with. */
    static final String VISION = "visual_encoder.";

    /**
     * The table of patch positions, the one parameter whose shape depends on the picture's side.
     */
    static final String POSITIONS = VISION + "pos_embed";

    static final String WORDS = "text_encoder.bert.embeddings.word_embeddings.weight";

    private static final String CLASS_TOKEN = "cls_token";
    private static final String HEAD = "text_encoder.cls.predictions.";

    /** Second names of the same values: PyTorch writes tied parameters once for each name. */
    private static final Map<String, String> TWICE =
            Map.of(WORDS, HEAD + "decoder.weight", HEAD + "bias", HEAD + "decoder.bias");

    private static final Map<Pattern, String> LEFT_OUT = new LinkedHashMap<>();

    static {
        leaveOut("(visual_encoder|vision_proj|text_encoder|text_proj)_m\\..*", "momentum twin");
        leaveOut(".*_queue|queue_ptr", "queue of image-text contrast");
        leaveOut(Pattern.quote(HEAD) + "decoder\\.weight", "tied with the word vectors");
        leaveOut(Pattern.quote(HEAD) + "decoder\\.bias", "tied with the head's bias");
        leaveOut("text_encoder\\.bert\\.embeddings\\.position_ids", "only counts 0, 1, 2");
        leaveOut("head\\..*", "classifier of another task");
    }

    private WeightNames() {}

    private static void leaveOut(String names, String reason) {
        LEFT_OUT.put(Pattern.compile(names), reason);
    }

    /** Whether a file holds a visual encoder alone, without the first part of the names. */
    static boolean isVisionOnly(Checkpoint checkpoint) {
        return checkpoint.contains(CLASS_TOKEN) && !checkpoint.contains(VISION + CLASS_TOKEN);
    }

    /** A file's name for a parameter, or null if it has none. */
    static String find(Checkpoint checkpoint, String parameter) {
        if (isVisionOnly(checkpoint)) {
            String name = parameter.startsWith(VISION) ? parameter.substring(VISION.length()) : "";
            return checkpoint.contains(name) ? name : null;
        }
        if (checkpoint.contains(parameter)) {
            return parameter;
        }
        String second = TWICE.get(parameter);
        return second != null && checkpoint.contains(second) ? second : null;
    }

    /** Why a tensor of a file is not used. */
    static String reason(String name) {
        return LEFT_OUT.entrySet().stream()
                .filter(known -> known.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("not known to the network");
    }
}
