package io.github.pevl.zoo;

import ai.djl.util.Hex;
import ai.djl.util.JsonUtils;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.json.RecordJson;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a zoo entry of a model folder: its files, and the {@code metadata.json} with their sizes
 * and checksums that DJL wants.
 */
public final class EntryWriter {

    private static final List<String> FILES =
            List.of(
                    PevlConfig.FILE,
                    ModelFolder.VOCABULARY,
                    ModelFolder.WEIGHTS,
                    ModelFolder.SERVING);

    private EntryWriter() {}

    /**
     * Writes an entry.
     *
     * @param args the model folder; the folder of the entry, whose name becomes the artifact id;
     *     the version
     * @throws IOException as {@link #write}
     */
    public static void main(String... args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "%d arguments instead of three: MODEL_FOLDER ENTRY_FOLDER VERSION"
                            .formatted(args.length));
        }
        write(Path.of(args[0]), Path.of(args[1]), args[2]);
    }

    /**
     * Writes an entry. Its folder appears, or changes, only when everything is written.
     *
     * @param model a model folder
     * @param entry the folder of the entry; its name becomes the artifact id
     * @param version such as {@code 0.1.0}
     * @throws IOException if the model is incomplete or the disk refuses
     */
    public static void write(Path model, Path entry, String version) throws IOException {
        PevlConfig config = ModelFolder.config(model);
        try (Checkpoint checkpoint = ModelFolder.weights(model)) {
            WeightLoader.check(new PevlBlock(config), checkpoint);
        }
        String name = entry.toAbsolutePath().normalize().getFileName().toString();
        FolderDraft.write(
                entry,
                draft -> {
                    Files.writeString(draft.resolve(PevlConfig.FILE), RecordJson.write(config));
                    for (String file : List.of(ModelFolder.VOCABULARY, ModelFolder.WEIGHTS)) {
                        Files.copy(model.resolve(file), draft.resolve(file));
                    }
                    ModelFolder.writeServing(draft, config);
                    Map<String, Object> metadata = metadata(draft, name, version, config);
                    Files.writeString(
                            draft.resolve(EntryRepository.METADATA),
                            JsonUtils.GSON_PRETTY.toJson(metadata) + "\n");
                });
    }

    private static Map<String, Object> metadata(
            Path folder, String name, String version, PevlConfig config) throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        for (String file : FILES) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("uri", file);
            item.put("name", file);
            item.put("sha1Hash", sha1(folder.resolve(file)));
            item.put("size", Files.size(folder.resolve(file)));
            files.put(file, item);
        }
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("version", version);
        artifact.put("name", name);
        artifact.put("properties", Map.of());
        artifact.put("arguments", ModelFolder.arguments(config));
        artifact.put("options", Map.of("hasParameter", "false"));
        artifact.put("files", files);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("metadataVersion", "0.2");
        metadata.put("resourceType", "model");
        metadata.put("application", EntryRepository.APPLICATION);
        metadata.put("groupId", PevlModelZoo.GROUP_ID);
        metadata.put("artifactId", name);
        metadata.put("name", name);
        metadata.put("licenses", Map.of());
        metadata.put("artifacts", List.of(artifact));
        return metadata;
    }

    private static String sha1(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return Hex.toHexString(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
