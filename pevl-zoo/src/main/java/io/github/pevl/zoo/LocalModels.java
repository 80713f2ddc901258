package io.github.pevl.zoo;

import ai.djl.util.Progress;
import io.github.pevl.translate.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models of the zoo as seen from this machine: which are here, which can be downloaded, how
 * large they are. Nothing here opens a model or starts an engine; only {@link #download} uses the
 * network.
 */
public final class LocalModels {

    /** Where the files of a model are. */
    public enum Place {
        /** In the jar of pevl-zoo. */
        JAR,
        /** In DJL's cache, downloaded. */
        CACHE,
        /** In the folder that the user named as repository. */
        REPOSITORY,
        /** On a server: the authors', or the user's repository, if that has the model. */
        REMOTE,
        /** Nowhere; {@link ModelImport} makes the model from a file of the user. */
        MISSING
    }

    /**
     * A model of the zoo.
     *
     * @param name the artifact id
     * @param tasks names of the tasks that it was trained for, the main one first
     * @param about a short description
     * @param parameters the number of its values, at the sizes of the original
     * @param place where its files are
     * @param source the folder or address of its files; null in the jar, and if there are none
     * @param bytes of its files; before they are downloaded about as many as will be; 0 if unknown
     * @param licence the SPDX identifier, or a phrase
     * @param figures how good it was measured to be, or empty
     */
    public record Entry(
            String name,
            List<String> tasks,
            String about,
            long parameters,
            Place place,
            @Nullable String source,
            long bytes,
            String licence,
            String figures) {

        /** An entry of the zoo's table, and what is found of it. */
        static Entry of(ZooEntry entry, Place place, @Nullable String source, long bytes) {
            return new Entry(
                    entry.name(),
                    entry.tasks().stream().map(Task::name).toList(),
                    entry.about(),
                    entry.parameters(),
                    place,
                    source,
                    bytes,
                    entry.licence(),
                    entry.figures());
        }

        /** What to do to have a model that is {@link Place#MISSING}. */
        public String howToImport() {
            return ZooEntry.named(name).howToImport();
        }
    }

    private LocalModels() {}

    /**
     * All models, in the order of {@link PevlModelZoo#names()}.
     *
     * @throws IOException if the user's repository, or a copy in it or in the cache, is damaged
     */
    public static List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String name : PevlModelZoo.names()) {
            entries.add(find(name));
        }
        return entries;
    }

    /**
     * A model.
     *
     * @throws IllegalArgumentException listing the names that exist if there is no such model
     * @throws IOException as {@link #list}
     */
    public static Entry find(String name) throws IOException {
        return ZooEntry.repository(name) instanceof ExternalRepository external
                ? external.find()
                : new EntryRepository(name).find();
    }

    /**
     * Downloads a model into DJL's cache, or the rest of it, also in DJL's offline mode: that
     * forbids what happens unasked. Does nothing if the model is on this machine.
     *
     * @param progress may be null
     * @throws IllegalArgumentException as {@link #find}
     * @throws IOException naming the model, the address, the cause and what to do
     */
    public static void download(String name, @Nullable Progress progress) throws IOException {
        if (ZooEntry.repository(name) instanceof ExternalRepository external) {
            external.download(progress);
        }
    }

    /**
     * Deletes what DJL's cache has of a model: its files, whole or partly downloaded, and what was
     * compiled of its weights. Only files that this library writes there are deleted; others, and
     * the folders that they lie in, stay.
     *
     * @return the bytes that were freed; 0 if the cache had nothing of it
     * @throws IllegalArgumentException as {@link #find}
     * @throws IOException as {@link #list}, or if a file cannot be deleted
     */
    public static long remove(String name) throws IOException {
        Entry entry = find(name);
        String outside = entry.place() == Place.REPOSITORY ? entry.source() : null;
        return new CachedFiles(ZooEntry.named(name))
                .remove(outside == null ? null : Path.of(outside));
    }
}
