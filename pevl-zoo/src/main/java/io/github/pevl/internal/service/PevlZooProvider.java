package io.github.pevl.internal.service;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;
import io.github.pevl.zoo.PevlModelZoo;

/** Registers the zoo with DJL; found by {@code ServiceLoader}. */
public final class PevlZooProvider implements ZooProvider {

    /** For {@code ServiceLoader}. */
    public PevlZooProvider() {}

    @Override
    public ModelZoo getModelZoo() {
        return new PevlModelZoo();
    }
}
