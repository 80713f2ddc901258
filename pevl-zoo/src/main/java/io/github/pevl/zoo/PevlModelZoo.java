package io.github.pevl.zoo;

import ai.djl.repository.Repository;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The zoo of PEVL's models. DJL's {@code Criteria} find an entry by group and artifact id, as in
 * {@code optArtifactId("io.github.pevl:pevl-everyday")}, or by URL, as in {@code
 * optModelUrls("pevl://pevl-everyday")}. The URL {@code pevl:///path/of/folder} opens a model
 * folder.
 *
 * <p>The entries {@code pevl-everyday}, for every task, and {@code pevl-scenes}, for grounding, are
 * in the jar. {@code pevl-pretrain}, {@code pevl-grounding}, {@code pevl-vrd}, {@code
 * pevl-vcr-pretrain} and {@code pevl-vcr} are files that PEVL's authors published: the first use
 * downloads them into DJL's cache, resumes interrupted downloads, and opens the files as they are.
 * The system property {@code pevl.weights.url} names another location of these files, such as a
 * mirror. All other entries may come from the user's repository, which has priority: a folder or
 * URL that the system property {@code pevl.repository} or the environment variable {@code
 * PEVL_REPOSITORY} names and that {@link ModelImport} fills. Nothing is fetched in DJL's offline
 * mode, unless {@link LocalModels#download} asks for it.
 *
 * <p>Every entry opens for {@code NDList} to {@code NDList}. Criteria without an artifact id find
 * the first entry that was trained for their types of request and answer, the bundled ones before
 * others; the filter {@code task}, such as {@code relations}, does so for {@code Input} and {@code
 * Output}, whose requests then mean this task if they name none. An entry opened by name answers
 * other requests too, and logs a warning that it was not trained for them.
 *
 * <p>For a wrong URL the error lists the names that exist. For a wrong artifact id DJL's {@code
 * Criteria} only say that no model was found: they compare the names themselves, so that a zoo
 * cannot report anything.
 */
public final class PevlModelZoo extends ModelZoo {

    /** The group id, equal to Maven's. */
    public static final String GROUP_ID = "io.github.pevl";

    /** The name of the model in the jar that does every task. */
    public static final String DEFAULT = "pevl-everyday";

    /** The scheme of the zoo's URLs. */
    public static final String SCHEME = "pevl";

    // No static state here: DJL's ModelZoo makes all zoos while it is itself initialised, so before
    // this class would be.

    /** The zoo with all entries, as DJL makes it by itself. */
    public PevlModelZoo() {
        for (ZooEntry entry : ZooEntry.all()) {
            addModel(new ZooLoader(entry));
        }
    }

    /** The loaders in the order of {@link #names()}, in which a search asks them. */
    @Override
    public Collection<ModelLoader> getModelLoaders() {
        return names().stream().map(super::getModelLoader).toList();
    }

    /** The artifact ids of all entries, such as {@code pevl-everyday}. */
    public static List<String> names() {
        return ZooEntry.names();
    }

    /** The names of the models in the jar, which need nothing else. */
    public static List<String> bundledNames() {
        return ZooEntry.all().stream().filter(ZooEntry::bundled).map(ZooEntry::name).toList();
    }

    /**
     * The URL of an entry, for {@code optModelUrls}.
     *
     * @param name one of {@link #names()}
     */
    public static String url(String name) {
        return SCHEME + "://" + name;
    }

    /**
     * The URL of a folder, for {@code optModelUrls}.
     *
     * @param folder a model folder, a compiled one, or the folder of a run; any path, with blanks
     *     and other characters that a URL escapes
     */
    public static String url(Path folder) {
        return SCHEME + "://" + folder.toAbsolutePath().normalize().toUri().getRawPath();
    }

    /**
     * Opens a URL of the zoo: {@code pevl://pevl-everyday} is an entry, {@code
     * pevl:///path/of/folder} a model folder, or the best model of a training run. A query, as in
     * {@code pevl://pevl-everyday?maxTokens=100}, sets arguments. DJL calls this while {@code
     * Criteria} are built, in {@code optModelUrls}.
     *
     * @throws IllegalArgumentException if there is no such entry, listing the names that exist, or
     *     no such folder
     */
    public static Repository repository(URI uri) {
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
    public String getGroupId() {
        return GROUP_ID;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch");
    }

    /**
     * The loader of an entry.
     *
     * @throws IllegalArgumentException listing the names that exist if there is no such entry
     */
    @Override
    public ModelLoader getModelLoader(String name) {
        return super.getModelLoader(ZooEntry.named(name).name());
    }
}
