package io.github.pevl.zoo;

import ai.djl.engine.Engine;
import java.io.IOException;

/** The engine of all models: without it DJL says only that there is no such model. */
final class RequiredEngine {

    private static final String NAME = "PyTorch";

    private RequiredEngine() {}

    /**
     * Checks that DJL finds the engine, before a file is fetched or read for it.
     *
     * @throws IOException saying what it found and what to do
     */
    static void require() throws IOException {
        if (!Engine.hasEngine(NAME)) {
            throw new IOException(
                    "PEVL's models need DJL's engine %s, and DJL finds %s. Add ai.djl.pytorch:pytorch-engine; if jars were merged into one, merge their files in META-INF/services, too, as the ServicesResourceTransformer of maven-shade-plugin does."
                            .formatted(NAME, Engine.getAllEngines()));
        }
    }
}
