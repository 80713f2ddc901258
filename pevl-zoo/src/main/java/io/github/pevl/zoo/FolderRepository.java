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
 * serving.properties} only after it has chosen a translator, so callers must name the factory; here
 * it is known.
 */
final class FolderRepository extends SimpleRepository {

    private final Path folder;

    FolderRepository(URI uri, Path folder) {
        super(folder.toString(), uri, folder);
        this.folder = folder;
        // The folder's own values are ignored: it may come from somebody else.
        arguments.putIfAbsent("engine", "PyTorch");
        arguments.putIfAbsent("translatorFactory", PevlTranslatorFactory.class.getName());
        arguments.putIfAbsent("blockFactory", PevlBlockFactory.class.getName());
    }

    /** For damaged arguments DJL would throw an unchecked exception. */
    @Override
    public void prepare(Artifact artifact, Progress progress) throws IOException {
        RequiredEngine.require();
        Path serving = folder.resolve(ServingArguments.FILE);
        if (Files.isRegularFile(serving)) {
            ServingArguments.read(serving);
        }
        super.prepare(artifact, progress);
    }
}
