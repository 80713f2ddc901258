package io.github.pevl.zoo;

import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets DJL's {@code optModelPath} open a model folder for requests of any type. DJL takes a folder
 * with a {@code metadata.json} somewhere below it for a repository, and reads there which factory
 * makes translators; {@code serving.properties} it reads too late. Its file names start with {@code
 * ../}, so that the folder can be moved.
 */
final class FolderMetadata {

    /** Its folder inside a model folder. */
    static final String FOLDER = "model";

    private FolderMetadata() {}

    /**
     * Describes a model folder.
     *
     * @param draft already has all files of the model
     * @param folder its final name, which becomes the model's name in DJL
     * @throws IOException if a file cannot be read or written
     */
    static void write(Path draft, Path folder) throws IOException {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        write(draft, "pevl-" + name.replaceAll("[^A-Za-z0-9.-]", "-"));
    }

    /** The same under a name from the zoo. */
    static void write(Path draft, String name) throws IOException {
        PevlConfig config = RecordJson.read(draft.resolve(PevlConfig.FILE), PevlConfig.class);
        Map<String, Object> arguments = ServingArguments.of(draft, config);
        Path place = Path.of(UserRepository.place(name));
        Object artifact =
                EntryMetadata.distinct(
                        EntryMetadata.artifact(draft, up(place), "0.1.0", name, arguments));
        write(
                draft,
                place,
                EntryMetadata.json(UserRepository.APPLICATION, name, List.of(artifact)));
    }

    /**
     * Describes the best model of a training run for the run's own folder, so that the run opens as
     * a model too. Does nothing if the best model is not described.
     *
     * @param run the folder of the run
     * @throws IOException if writing fails
     */
    static void writeRun(Path run) throws IOException {
        Path best = run.resolve(ModelFolder.BEST);
        Optional<Path> described = find(best.resolve(FOLDER));
        if (described.isEmpty()) {
            return;
        }
        Path place = best.relativize(described.get().getParent());
        String json = Files.readString(described.get());
        String here = json.replace(up(place), up(place) + ModelFolder.BEST + "/");
        AtomicFolder.write(
                run.resolve(FOLDER),
                draft -> write(draft, Path.of(FOLDER).relativize(place), here));
    }

    private static void write(Path folder, Path place, String json) throws IOException {
        Path below = Files.createDirectories(folder.resolve(place));
        Files.writeString(below.resolve(EntryMetadata.FILE), json);
    }

    private static Optional<Path> find(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.endsWith(EntryMetadata.FILE)).findFirst();
        }
    }

    private static String up(Path place) {
        return "../".repeat(place.getNameCount());
    }
}
