package io.github.pevl.zoo;

import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The zoo of PEVL's models. DJL's {@code Criteria} find an entry by group and artifact id, as in
 * {@code optArtifactId("io.github.pevl:pevl-scenes")}, or by URL, as in {@code
 * optModelUrls("pevl://pevl-scenes")}. The URL {@code pevl:///path/of/folder} opens a model folder.
 *
 * <p>The entries {@code pevl-scenes} and {@code pevl-scenes-*} are in the jar. {@code
 * pevl-pretrain}, {@code pevl-grounding}, {@code pevl-vrd}, {@code pevl-vcr-pretrain} and {@code
 * pevl-vcr} are files that PEVL's authors published: the first use downloads them into DJL's cache,
 * going on after a break, and opens them as they are. The system property {@code pevl.weights.url}
 * names another place of these files, such as a mirror. All others may come from a repository of
 * the user's, which goes before: a folder or URL that the system property {@code pevl.repository}
 * or the environment variable {@code PEVL_REPOSITORY} names and that {@link ModelImport} fills.
 * Nothing is fetched in DJL's offline mode.
 *
 * <p>Every entry takes {@code NDList} and gives {@code NDList}. Criteria without an artifact id
 * find the entry that was trained for their types of request and answer, the bundled ones first;
 * the filter {@code task}, such as {@code relations}, finds it for {@code Input} and {@code
 * Output}. An entry that is named also answers other requests, as far as it can, and says in the
 * log that it was not trained for them.
 *
 * <p>For a wrong URL the error lists the names that exist. For a wrong artifact id DJL's {@code
 * Criteria} only say that no model was found: they compare names themselves and leave a zoo no word
 * in it.
 */
public final class PevlModelZoo extends ModelZoo {

    /** The group id, equal to Maven's. */
    public static final String GROUP_ID = "io.github.pevl";

    /** The scheme of the zoo's URLs. */
    public static final String SCHEME = "pevl";

    // No static state here: DJL's ModelZoo makes all zoos while it is itself initialised, so before
    // this class would be.

    PevlModelZoo() {
        for (ZooEntry entry : ZooEntry.all()) {
            addModel(new ZooLoader(entry));
        }
    }

    /** The loaders in the order of {@link #names()}, in which a search asks them. */
    @Override
    public Collection<ModelLoader> getModelLoaders() {
        return names().stream().map(super::getModelLoader).toList();
    }

    /** The artifact ids of all entries, such as {@code pevl-scenes}. */
    public static List<String> names() {
        return ZooEntry.names();
    }

    /** The names of the models that are in the jar, and need nothing else. */
    public static List<String> bundledNames() {
        return ZooEntry.all().stream().filter(ZooEntry::bundled).map(ZooEntry::name).toList();
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
