package io.github.pevl.internal.service;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import io.github.pevl.zoo.PevlModelZoo;
import java.net.URI;
import java.util.Set;

/** Opens the zoo's URLs for DJL; found by {@code ServiceLoader}. */
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
        return PevlModelZoo.repository(uri);
    }

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of(PevlModelZoo.SCHEME);
    }
}
