package io.github.pevl.zoo;

import ai.djl.repository.SimpleRepository;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.net.URI;
import java.nio.file.Path;

/**
 * A model folder as a repository of one model. DJL's own handling of folders reads {@code
 * serving.properties} only after it has chosen a translator, so it needs to be told the factory;
 * here it is known.
 */
final class FolderRepository extends SimpleRepository {

    FolderRepository(URI uri, Path folder) {
        super(folder.toString(), uri, folder);
        arguments.putIfAbsent("translatorFactory", PevlTranslatorFactory.class.getName());
        arguments.putIfAbsent("blockFactory", PevlBlockFactory.class.getName());
    }
}
