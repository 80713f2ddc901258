package io.github.pevl.zoo;

import ai.djl.repository.Artifact;
import ai.djl.repository.SimpleRepository;
import ai.djl.util.Progress;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model folder as a repository of one model. DJL's own handling of folders reads {@code
 * serving.properties} only after it has chosen a translator, so it needs to be told the factory;
 * here it is known.
 */
final class FolderRepository extends SimpleRepository {

    private final Path folder;

    FolderRepository(URI uri, Path folder) {
        super(folder.toString(), uri, folder);
        this.folder = folder;
        // What the folder says of these does not count: it may be somebody else's.
        arguments.putIfAbsent("engine", "PyTorch");
        arguments.putIfAbsent("translatorFactory", PevlTranslatorFactory.class.getName());
        arguments.putIfAbsent("blockFactory", PevlBlockFactory.class.getName());
    }

    /** DJL would end with an unchecked exception over damaged arguments. */
    @Override
    public void prepare(Artifact artifact, Progress progress) throws IOException {
        Path serving = folder.resolve(ServingArguments.FILE);
        if (Files.isRegularFile(serving)) {
            ServingArguments.read(serving);
        }
        super.prepare(artifact, progress);
    }
}
