package io.github.pevl.zoo;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.JsonUtils;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** One entry of the zoo as DJL sees it: a repository of a single model, whose metadata we give. */
abstract class NamedRepository extends AbstractRepository {

    /** DJL's name of what the entries do. */
    static final String APPLICATION = "cv/zero_shot_object_detection";

    private final String entry;

    /** An entry with the arguments of the URI's query. */
    NamedRepository(String entry, URI uri) {
        super(entry, uri);
        this.entry = entry;
    }

    /** The entry's {@code metadata.json}. */
    abstract Reader metadata() throws IOException;

    /** What DJL's loaders are made for. */
    MRL resource() {
        // Undefined in DJL 0.25, which does not have this application: then any search matches.
        return model(Application.of(APPLICATION), PevlModelZoo.GROUP_ID, entry);
    }

    @Override
    public List<MRL> getResources() {
        return List.of(resource());
    }

    /** Where the files lie is asked of this repository each time. */
    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Metadata locate(MRL mrl) throws IOException {
        try (Reader reader = metadata()) {
            Metadata metadata = JsonUtils.GSON.fromJson(reader, Metadata.class);
            metadata.init(arguments);
            metadata.setRepositoryUri(mrl.toURI());
            return metadata;
        }
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) throws IOException {
        return mrl.match(filter);
    }
}
