package io.github.pevl.zoo;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.pevl.internal.compile.ArchiveInfo;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells a folder that this project wrote, and may replace, from one of the user's. Names are not
 * enough: other libraries call their files {@code config.json} and {@code model.safetensors}, too,
 * and a folder called {@code model} may hold years of work.
 */
final class OwnFiles {

    private static final Set<String> NAMES = names();

    private OwnFiles() {}

    private static Set<String> names() {
        List<String> names = new ArrayList<>(Tasks.files());
        names.addAll(List.of(PevlConfig.FILE, ModelFolder.VOCABULARY, ModelFolder.WEIGHTS));
        names.addAll(List.of(NetworkArchive.FILE, ArchiveInfo.FILE, ServingArguments.FILE));
        names.addAll(List.of("run.json", Adapter.FILE));
        return Set.copyOf(names);
    }

    /**
     * The first file in a folder that no writer of model folders wrote.
     *
     * @param folder exists; an empty one holds nothing foreign
     * @throws IOException if the folder cannot be read
     */
    static Optional<Path> foreign(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files =
                    tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                            .toList();
        }
        if (files.isEmpty()) {
            try (Stream<Path> empty = Files.list(folder)) {
                return empty.findFirst();
            }
        }
        Optional<Path> unknown = files.stream().filter(file -> !isOwn(folder, file)).findFirst();
        boolean model = files.contains(folder.resolve(PevlConfig.FILE));
        return unknown.isPresent() || model ? unknown : Optional.of(files.get(0));
    }

    private static boolean isOwn(Path folder, Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String name = file.getFileName().toString();
        if (!folder.equals(file.getParent())) { // only what FolderMetadata writes lies deeper
            return name.equals(EntryMetadata.FILE)
                    && file.startsWith(folder.resolve("model").resolve(UserRepository.APPLICATION))
                    && describesEntry(file);
        }
        return NAMES.contains(name) && (!name.equals(PevlConfig.FILE) || isConfig(file));
    }

    private static boolean isConfig(Path file) {
        try {
            RecordJson.read(file, PevlConfig.class);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean describesEntry(Path file) {
        try {
            JsonElement metadata = JsonParser.parseString(Files.readString(file));
            JsonElement group = metadata.getAsJsonObject().get("groupId");
            return group != null && group.getAsString().equals(PevlModelZoo.GROUP_ID);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return false;
        }
    }

    /** Copies the small files that a model's tasks read; the content, not the permissions. */
    static void copyTaskFiles(Path model, Path draft) throws IOException {
        for (String file : Tasks.files()) {
            if (Files.isRegularFile(model.resolve(file))) {
                Files.write(draft.resolve(file), Files.readAllBytes(model.resolve(file)));
            }
        }
    }
}
