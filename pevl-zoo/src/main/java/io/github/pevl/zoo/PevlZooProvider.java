package io.github.pevl.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Registers the zoo with DJL; found by {@code ServiceLoader}. */
public final class PevlZooProvider implements ZooProvider {

    /** For {@code ServiceLoader}. */
    public PevlZooProvider() {}

    @Override
    public ModelZoo getModelZoo() {
        return new PevlModelZoo();
    }
}
