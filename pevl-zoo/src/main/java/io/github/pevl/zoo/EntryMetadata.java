package io.github.pevl.zoo;

import ai.djl.util.Hex;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.internal.compile.ArchiveInfo;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes {@code metadata.json}, which DJL reads for an entry of a repository. */
final class EntryMetadata {

    static final String FILE = "metadata.json";

    private static final int CHUNK = 1 << 16;

    /** Max characters of foreign text that a message quotes. */
    private static final int MAX_LENGTH = 80;

    /** The files that a model can have. */
    static final List<String> FILES =
            Stream.of(
                            List.of(
                                    PevlConfig.FILE,
                                    ModelFolder.VOCABULARY,
                                    ModelFolder.WEIGHTS,
                                    NetworkArchive.FILE,
                                    ArchiveInfo.FILE),
                            Tasks.files(),
                            List.of(ServingArguments.FILE))
                    .flatMap(List::stream)
                    .toList();

    private EntryMetadata() {}

    /**
     * A file of an artifact.
     *
     * @param name its name in the model folder
     * @param uri its address, relative to the entry's folder
     * @param size bytes
     * @param sha1 its checksum in hexadecimal digits, or empty if the repository has none
     */
    record Item(String name, String uri, long size, String sha1) {

        /** Refuses names and addresses that lead out of the repository. */
        Item {
            if (!FILES.contains(name)) {
                throw new IllegalStateException("a model has no file named " + quote(name));
            }
            for (String part : uri.split("/", -1)) {
                requirePlain(part);
            }
            if (size < 0 || !sha1.isEmpty() && !sha1.matches("[0-9a-f]{40}")) {
                throw new IllegalStateException(
                        "%s has %d bytes of the SHA-1 %s".formatted(name, size, quote(sha1)));
            }
        }
    }

    /** Refuses anything but a plain name of a file or folder. */
    private static void requirePlain(String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._+-]{0,100}")) {
            throw new IllegalStateException(quote(name) + " is not a plain name");
        }
    }

    private static String quote(String text) {
        String line = text.replaceAll("[^\\p{Print}]", "?");
        return "\"" + line.substring(0, Math.min(line.length(), MAX_LENGTH)) + "\"";
    }

    /**
     * One version of an entry.
     *
     * @param folder the model folder
     * @param base the prefix of the file names, such as {@code 0.1.0/}
     * @param name the name that DJL gives the model
     * @param arguments arguments of the factories
     */
    static Map<String, Object> artifact(
            Path folder, String base, String version, String name, Map<String, Object> arguments)
            throws IOException {
        ModelFolder.requireFiles(folder);
        Map<String, Object> files = new LinkedHashMap<>();
        for (String file : FILES) {
            if (!file.equals(ServingArguments.FILE) && !Files.exists(folder.resolve(file))) {
                continue; // a model has either weights or an archive, and perhaps lists
            }
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("uri", base + file);
            item.put("name", file);
            item.put("sha1Hash", sha1(folder.resolve(file)));
            item.put("size", Files.size(folder.resolve(file)));
            files.put(file, item);
        }
        Map<String, Object> artifact = artifact(version, name, arguments);
        artifact.put("files", files);
        return artifact;
    }

    /**
     * The same under a name that depends on the content: DJL's cache tells copies apart by name
     * only.
     */
    static Map<String, Object> distinct(Map<String, Object> artifact) {
        byte[] content = String.valueOf(artifact.get("files")).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> distinct = new LinkedHashMap<>(artifact);
        Object name = artifact.get("name");
        String hash = UUID.nameUUIDFromBytes(content).toString();
        distinct.put("name", name + "-" + hash);
        // DJL 0.25 names the copy after the properties instead.
        Map<Object, Object> properties =
                new LinkedHashMap<>((Map<?, ?>) artifact.get("properties"));
        properties.put("content", hash);
        distinct.put("properties", properties);
        distinct.put("options", Map.of("hasParameter", "false", "modelName", name));
        return distinct;
    }

    /** One version of an entry whose files are found elsewhere. */
    static Map<String, Object> artifact(
            String version, String name, Map<String, Object> arguments) {
        Object tasks = arguments.get(ServingArguments.TASK);
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("version", version);
        artifact.put("name", name);
        artifact.put(
                "properties",
                tasks == null
                        ? Map.of()
                        : Map.of(
                                ServingArguments.TASK,
                                Tasks.trained(tasks.toString()).get(0).name()));
        artifact.put("arguments", arguments);
        artifact.put("options", Map.of("hasParameter", "false"));
        return artifact;
    }

    /** An entry, as JSON text. */
    static String json(String application, String artifactId, List<?> artifacts) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("metadataVersion", "0.2");
        metadata.put("resourceType", "model");
        metadata.put("application", application);
        metadata.put("groupId", PevlModelZoo.GROUP_ID);
        metadata.put("artifactId", artifactId);
        metadata.put("name", artifactId);
        metadata.put("licenses", Map.of());
        metadata.put("artifacts", artifacts);
        return JsonUtils.GSON_PRETTY.toJson(metadata) + "\n";
    }

    /**
     * The artifacts of metadata, in their order.
     *
     * @param label the name of the text in errors
     * @throws IOException if it is not metadata
     */
    static List<JsonObject> artifacts(String json, String label) throws IOException {
        try {
            JsonObject metadata = JsonUtils.GSON.fromJson(json, JsonObject.class);
            List<JsonObject> artifacts = new ArrayList<>();
            for (JsonElement artifact : metadata.getAsJsonArray("artifacts")) {
                JsonObject object = artifact.getAsJsonObject();
                items(object); // all that is read later must exist
                requirePlain(UserRepository.version(object)); // the name of a folder
                artifacts.add(object);
            }
            return artifacts;
        } catch (JsonParseException
                | NullPointerException
                | ClassCastException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw new IOException(
                    "%s is not the metadata of a repository's entry (%s); import the model again."
                            .formatted(label, quote(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    /** The files of an artifact. */
    static List<Item> items(JsonObject artifact) {
        List<Item> items = new ArrayList<>();
        for (Map.Entry<String, JsonElement> file : artifact.getAsJsonObject("files").entrySet()) {
            JsonObject item = file.getValue().getAsJsonObject();
            items.add(
                    new Item(
                            item.getAsJsonPrimitive("name").getAsString(),
                            item.getAsJsonPrimitive("uri").getAsString(),
                            item.getAsJsonPrimitive("size").getAsLong(),
                            item.has("sha1Hash")
                                    ? item.getAsJsonPrimitive("sha1Hash").getAsString()
                                    : ""));
        }
        return items;
    }

    /** The checksum of a file, which may be larger than memory. */
    static String sha1(Path file) throws IOException {
        return digest("SHA-1", file);
    }

    /** Another checksum of a file. */
    static String digest(String algorithm, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return Hex.toHexString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
