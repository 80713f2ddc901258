package io.github.pevl.zoo;

import io.github.pevl.model.PevlConfig;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What DJL must know about a model, and its file, {@code serving.properties}. */
final class ServingArguments {

    static final String FILE = "serving.properties";

    /** The argument that names what the model was trained for. */
    static final String TASK = PevlTranslatorFactory.TASK;

    /** The argument that names the kind of network. */
    static final String NETWORK = "network";

    /** The kind of a folder whose weights are an archive. */
    static final String COMPILED = "compiled";

    private ServingArguments() {}

    /** Writes what DJL must know. */
    static void write(Path folder, Map<String, Object> arguments) throws IOException {
        StringBuilder lines = new StringBuilder("engine=PyTorch\noption.hasParameter=false\n");
        for (Map.Entry<String, Object> argument : arguments.entrySet()) {
            lines.append(line(argument.getKey(), argument.getValue().toString()));
        }
        Files.writeString(folder.resolve(FILE), lines.toString());
    }

    /** Escaped, so that a value is one line whatever it holds. */
    private static String line(String key, String value) throws IOException {
        Properties one = new Properties();
        one.setProperty(key, value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        one.store(out, null);
        String[] lines = out.toString(StandardCharsets.ISO_8859_1).strip().split("\\R", -1);
        return lines[lines.length - 1] + "\n"; // the lines before hold the date
    }

    /** The arguments of the factories for a network of these sizes. */
    static Map<String, Object> of(PevlConfig config) {
        return of(config, Tasks.GROUNDING);
    }

    /** The same for a model of some tasks, see {@link Tasks#trained}. */
    static Map<String, Object> of(PevlConfig config, String tasks) {
        Map<String, Object> arguments = of(config, Tasks.trained(tasks).get(0));
        arguments.put(TASK, tasks);
        return arguments;
    }

    /** The factory arguments in a model's file. */
    static Map<String, Object> of(Path model, PevlConfig config) throws IOException {
        Map<String, Object> arguments = of(config);
        Properties own = ofModel(model);
        own.stringPropertyNames().stream()
                .filter(key -> !key.equals("engine") && !key.startsWith("option."))
                .sorted()
                .forEach(key -> arguments.put(key, own.getProperty(key)));
        return arguments;
    }

    /**
     * The kind of network that a model folder names: {@value #COMPILED}, or nothing in earlier
     * versions.
     */
    static String network(Path model) throws IOException {
        return ofModel(model).getProperty(NETWORK, "");
    }

    private static Properties ofModel(Path model) throws IOException {
        Path serving = model.resolve(FILE);
        return Files.isRegularFile(serving) ? read(serving) : new Properties();
    }

    /**
     * Reads the file.
     *
     * @throws IOException naming the file, if it is damaged or cannot be read
     */
    static Properties read(Path serving) throws IOException {
        Properties own = new Properties();
        try (Reader reader = Files.newBufferedReader(serving)) {
            own.load(reader);
            return own;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IOException(
                    "%s is damaged (%s); it must hold lines such as imageSide=256 in UTF-8. Copy it again."
                            .formatted(serving, e.getMessage()),
                    e);
        }
    }

    /**
     * Checks what a folder says to translators, so that a damaged one is refused like its other
     * files. What a program says is left to them: it is an error of the program.
     *
     * @param arguments of the folder and the program, whose own come first
     * @throws IOException naming the file and what is wrong with it
     */
    static void requireSound(Path model, Map<String, ?> arguments) throws IOException {
        Path serving = model.resolve(FILE);
        if (!Files.isRegularFile(serving)) {
            return; // the program gives all arguments
        }
        try {
            PevlTranslatorFactory.check(arguments, model);
        } catch (IllegalArgumentException e) {
            if (!isSound(read(serving), model)) {
                throw new IOException(
                        "%s Correct %s, or copy it again.".formatted(e.getMessage(), serving), e);
            }
        }
    }

    /** Whether a file says all by itself that translators need. */
    private static boolean isSound(Properties file, Path model) throws IOException {
        Map<String, String> own = new HashMap<>();
        file.stringPropertyNames().forEach(key -> own.put(key, file.getProperty(key)));
        try {
            PevlTranslatorFactory.check(own, model);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Object> of(PevlConfig config, Task<?, ?> first) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("blockFactory", PevlBlockFactory.class.getName());
        arguments.put("translatorFactory", PevlTranslatorFactory.class.getName());
        arguments.put(PevlTranslatorFactory.IMAGE_SIDE, config.imageSide());
        arguments.put(
                PevlTranslatorFactory.MAX_TOKENS,
                Math.min(first.maxTokens(), config.maxPositions()));
        return arguments;
    }
}
