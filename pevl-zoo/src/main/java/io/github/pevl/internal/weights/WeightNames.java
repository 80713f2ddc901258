package io.github.pevl.internal.weights;

import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorInfo;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file calls the network's parameters. PEVL and ALBEF use the network's own names; DeiT, an
 * image classifier, leaves out the first part of them. Whoever trained a model inside another may
 * have saved a prefix before the names, such as {@code module.}, which is taken off.
 */
public final class WeightNames {

    /** What the names of the visual encoder begin with. */
    static final String VISION = "visual_encoder.";

    /** The table of patch positions, the one parameter whose shape depends on the image's side. */
    public static final String POSITIONS = VISION + "pos_embed";

    /** The table of word vectors, which the output layer shares. */
    public static final String WORDS = "text_encoder.bert.embeddings.word_embeddings.weight";

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

    /** The parts of names that PyTorch's wrappers add, before names or inside them. */
    private static final Pattern WRAPPERS =
            Pattern.compile(
                    "(?<![^.])(module|_orig_mod|_forward_module|_fsdp_wrapped_module"
                            + "|_checkpoint_wrapped_module)\\.");

    /** The attribute that commonly holds a model inside another. */
    private static final String MODEL = "model.";

    private static final Pattern NETWORK =
            Pattern.compile("([\\w.-]{0,80}?)(?<![^.])visual_encoder\\..*");

    private static final Pattern CLASSIFIER = Pattern.compile("((model\\.)*+)cls_token");

    private final Checkpoint checkpoint;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final String prefix;
    private final Set<String> twice = new HashSet<>();
    private final Set<String> taken = new LinkedHashSet<>();

    /**
     * Finds out what a file calls the parameters.
     *
     * @throws IOException if it has two sets of them
     */
    public WeightNames(Checkpoint checkpoint) throws IOException {
        this.checkpoint = checkpoint;
        prefix = commonPrefix();
        for (String name : checkpoint.names()) {
            String bare = bare(name);
            if (bare.startsWith(prefix)) {
                add(bare.substring(prefix.length()), name);
            }
        }
    }

    private void add(String known, String name) {
        String other = files.get(known);
        if (other != null && !name.equals(known)) {
            if (!other.equals(known)) {
                twice.add(known);
            }
            return;
        }
        twice.remove(known);
        files.put(known, name);
    }

    /** What has to be taken off a file's name to get the known one. */
    private static String difference(String name, String known) {
        return name.endsWith(known)
                ? name.substring(0, name.length() - known.length())
                : WRAPPERS.matcher(name).results().findFirst().orElseThrow().group();
    }

    private static String bare(String name) {
        return WRAPPERS.matcher(name).replaceAll("");
    }

    /** What stands before all of the network's names, wrappers apart. */
    private String commonPrefix() throws IOException {
        Set<String> found = prefixes(NETWORK);
        if (found.isEmpty()) {
            found = prefixes(CLASSIFIER);
        }
        for (String usual : new String[] {"", MODEL}) {
            if (found.isEmpty() || found.contains(usual)) {
                return usual;
            }
        }
        if (found.size() > 1) {
            throw new IOException(
                    "%s has the network's names more than once, after %s; keep one of them."
                            .formatted(checkpoint.label(), String.join(" and ", found)));
        }
        return found.iterator().next();
    }

    private Set<String> prefixes(Pattern pattern) {
        Set<String> prefixes = new TreeSet<>();
        for (String name : checkpoint.names()) {
            Matcher matcher = pattern.matcher(bare(name));
            if (matcher.matches()) {
                prefixes.add(matcher.group(1));
            }
        }
        return prefixes;
    }

    private static void leaveOut(String names, String reason) {
        LEFT_OUT.put(Pattern.compile(names), reason);
    }

    /** What was taken off the names found so far, such as {@code module.}; empty if nothing was. */
    String taken() {
        return String.join(", ", taken);
    }

    /** Whether the file has a tensor of this name, what was taken off apart. */
    boolean contains(String name) {
        return files.containsKey(name);
    }

    /**
     * What the tensor of this name is.
     *
     * @throws IllegalArgumentException if there is no such name
     */
    TensorInfo info(String name) {
        return checkpoint.info(files.getOrDefault(name, name));
    }

    /** Whether the file holds a visual encoder alone, without the first part of the names. */
    public boolean isVisionOnly() {
        return contains(CLASS_TOKEN) && !contains(VISION + CLASS_TOKEN);
    }

    /**
     * The file's name for a parameter, or null if it has none.
     *
     * @throws IOException if it has two
     */
    @Nullable String find(String parameter) throws IOException {
        String known = parameter;
        if (isVisionOnly()) {
            boolean vision = parameter.startsWith(VISION);
            known = vision ? parameter.substring(VISION.length()) : "";
        } else if (!contains(parameter)) {
            known = TWICE.getOrDefault(parameter, "");
        }
        if (twice.contains(known)) {
            throw new IOException(
                    "%s has %s twice, under names that only wrappers such as module. tell apart; keep one."
                            .formatted(checkpoint.label(), known));
        }
        String name = files.get(known);
        if (name != null && !name.equals(known)) {
            taken.add(difference(name, known));
        }
        return name;
    }

    /** Why a tensor of the file is not used. */
    String reason(String name) {
        String bare = bare(name);
        String known = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
        return LEFT_OUT.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(known).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("not known to the network");
    }
}
