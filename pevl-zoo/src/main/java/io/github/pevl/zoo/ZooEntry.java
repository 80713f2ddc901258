package io.github.pevl.zoo;

import ai.djl.repository.Repository;
import ai.djl.util.JsonUtils;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of the zoo's table, {@code entries.json}.
 *
 * @param name the artifact id
 * @param task names what the model was trained for, see {@link Tasks#trained}
 * @param imageSide the side of the images that its recipe uses
 * @param published the authors' file of it, or empty
 * @param bundled whether its weights lie in the jar
 * @param parameters the number of its values
 * @param bytes of the tensors in the authors' file, which is hardly larger; 0 without one
 * @param licence of the weights: the SPDX identifier, or a phrase
 * @param figures how good it is, or empty
 * @param about a short description
 */
record ZooEntry(
        String name,
        String task,
        int imageSide,
        String published,
        boolean bundled,
        long parameters,
        long bytes,
        String licence,
        String figures,
        String about) {

    private static final String TABLE = "entries.json";

    private static final String PREFIX = "pevl-";

    /** DJL's names for what all tasks do. */
    private static final List<String> DETECTION =
            List.of(NamedRepository.APPLICATION, "cv/object_detection");

    /** All entries. */
    static List<ZooEntry> all() {
        InputStream in = ZooEntry.class.getResourceAsStream(TABLE);
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return List.of(JsonUtils.GSON.fromJson(reader, ZooEntry[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the model was trained for. */
    List<Task<?, ?>> tasks() {
        return Tasks.trained(task);
    }

    /** Those of its tasks that a DJL application has, or a whole field such as {@code cv}. */
    List<Task<?, ?>> tasks(String application) {
        return tasks().stream()
                .filter(
                        task ->
                                Stream.concat(DETECTION.stream(), Stream.of(task.application()))
                                        .anyMatch(own -> own.startsWith(application)))
                .toList();
    }

    /** The names of all entries. */
    static List<String> names() {
        return all().stream().map(ZooEntry::name).toList();
    }

    /**
     * The entry of that name.
     *
     * @throws IllegalArgumentException listing the names that exist if there is no such entry
     */
    static ZooEntry named(String name) {
        return all().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        ("There is no PEVL model \"%s\". The names are: %s; %s does"
                                                        + " every task. For a model folder use"
                                                        + " pevl:///path/of/folder.")
                                                .formatted(
                                                        name,
                                                        String.join(", ", names()),
                                                        PevlModelZoo.DEFAULT)));
    }

    /** The names for {@code import}: those of the entries that it can make, without the prefix. */
    static List<String> importable() {
        return all().stream()
                .filter(entry -> !entry.bundled())
                .map(entry -> entry.name().substring(PREFIX.length()))
                .toList();
    }

    /**
     * The entry that {@code import} makes for a task.
     *
     * @throws IllegalArgumentException listing the tasks that exist if there is no such
     */
    static ZooEntry imported(String task) {
        if (!importable().contains(task)) {
            throw new IllegalArgumentException(
                    "There is no task \"%s\". The tasks are: %s."
                            .formatted(task, String.join(", ", importable())));
        }
        return named(PREFIX + task);
    }

    /**
     * The repository of any entry, with the arguments of the URI's query.
     *
     * @throws IllegalArgumentException listing the names that exist if there is no such entry
     */
    static Repository repository(String name, URI uri) {
        ZooEntry entry = named(name);
        return entry.bundled()
                ? new EntryRepository(name, uri)
                : new ExternalRepository(entry, uri);
    }

    /** The repository of any entry. */
    static Repository repository(String name) {
        return repository(name, URI.create(PevlModelZoo.SCHEME + "://" + name));
    }

    /** How to make the entry from a file, for errors. */
    String howToImport() {
        return ("make it from a file that you have, with java -jar pevl.jar import FILE --task %s"
                        + " --repository DIR, and set the system property %s or the environment"
                        + " variable %s to DIR.")
                .formatted(
                        name.substring(PREFIX.length()),
                        UserRepository.PROPERTY,
                        UserRepository.VARIABLE);
    }
}
