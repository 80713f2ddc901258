package io.github.pevl.zoo;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens the zoo's URLs: {@code pevl://pevl-scenes} is an entry, {@code pevl:///path/of/folder} a
 * model folder, or the best model of a training run. A query, as in {@code
 * pevl://pevl-scenes?maxTokens=100}, sets arguments. Found by {@code ServiceLoader}.
 */
public final class PevlRepositoryFactory implements RepositoryFactory {

    /** For {@code ServiceLoader}. */
    public PevlRepositoryFactory() {}

    /**
     * Opens a URL. DJL calls this while {@code Criteria} are built, in {@code optModelUrls}.
     *
     * @throws IllegalArgumentException if there is no such entry, listing the names that exist, or
     *     no such folder
     */
    @Override
    public Repository newInstance(String name, URI uri) {
        String entry = uri.getAuthority();
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (entry == null && path.length() > 1) {
            return new FolderRepository(uri, ModelFolder.of(requireFolder(uri)));
        }
        if (entry == null || path.length() > 1) {
            throw new IllegalArgumentException(
                    "%s is not the URL of a PEVL model. Write pevl://NAME with a name of %s, or"
                                    .formatted(uri, ZooEntry.names())
                            + " pevl:///path/of/folder.");
        }
        return ZooEntry.repository(entry, uri);
    }

    private static Path requireFolder(URI uri) {
        Path folder = Path.of(URI.create("file://" + uri.getRawPath()));
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s is not a folder. Name the folder of a PEVL model: the one that holds %s."
                            .formatted(folder, ModelFolder.WEIGHTS));
        }
        return folder;
    }

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of(PevlModelZoo.SCHEME);
    }
}
