package io.github.pevl.zoo;

import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.util.List;
import java.util.Set;

/**
 * The zoo of PEVL's models. DJL's {@code Criteria} find an entry by group and artifact id, as in
 * {@code optArtifactId("io.github.pevl:pevl-scenes")}, or by URL, as in {@code
 * optModelUrls("pevl://pevl-scenes")}. The URL {@code pevl:///path/of/folder} opens a model folder.
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
        for (String name : names()) {
            addModel(new EntryRepository(name).resource());
        }
    }

    /** The artifact ids of all entries, such as {@code pevl-scenes}. */
    public static List<String> names() {
        return EntryRepository.NAMES;
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
        return super.getModelLoader(EntryRepository.requireName(name));
    }
}
