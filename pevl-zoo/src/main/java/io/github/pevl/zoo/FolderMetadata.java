package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Lets DJL's {@code optModelPath} open a model folder for any types of request. DJL takes a folder
 * with a {@code metadata.json} somewhere below it for a repository, and reads there which factory
 * makes translators; {@code serving.properties} it reads too late. The files are named from below
 * by {@code ../}, so that the folder may be moved.
 */
final class FolderMetadata {

    private FolderMetadata() {}

    /** Writes the description of a folder's files, which lie there already. */
    static void write(Path folder, String name, Map<String, Object> arguments) throws IOException {
        Path place = Path.of(UserRepository.place(name));
        Path below = Files.createDirectories(folder.resolve(place));
        String up = "../".repeat(place.getNameCount());
        Object artifact =
                EntryMetadata.distinct(
                        EntryMetadata.artifact(folder, up, "0.1.0", name, arguments));
        Files.writeString(
                below.resolve(EntryMetadata.FILE),
                EntryMetadata.json(UserRepository.APPLICATION, name, List.of(artifact)));
    }
}
