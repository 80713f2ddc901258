package io.github.pevl.zoo;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.VersionRange;
import ai.djl.util.JsonUtils;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of the zoo as DJL sees it: a repository of a single model, whose metadata this class
 * makes.
 */
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

    /**
     * DJL makes its loaders of this. It names no application, so that DJL asks {@link ZooLoader}
     * about every request.
     */
    MRL resource() {
        return model(Application.UNDEFINED, PevlModelZoo.GROUP_ID, entry);
    }

    @Override
    public List<MRL> getResources() {
        return List.of(resource());
    }

    /** DJL asks this repository for the files each time. */
    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Metadata locate(MRL mrl) throws IOException {
        try (Reader reader = metadata()) {
            Metadata metadata = JsonUtils.GSON.fromJson(reader, EntryTasks.class);
            metadata.init(arguments);
            // Names the folder in the cache. Undefined in DJL 0.25, which lacks this application.
            MRL place = model(Application.of(APPLICATION), PevlModelZoo.GROUP_ID, entry);
            metadata.setRepositoryUri(place.toURI());
            return metadata;
        }
    }

    /**
     * Metadata whose filter {@code task} accepts every name of a task that the model was trained
     * for, and makes this task the first, which JSON requests use.
     */
    private static final class EntryTasks extends Metadata {

        @Override
        public List<Artifact> search(VersionRange range, Map<String, String> filter) {
            Map<String, String> others = filter == null ? new HashMap<>() : new HashMap<>(filter);
            String task = others.remove(ServingArguments.TASK);
            List<Artifact> found = super.search(range, others);
            return task == null
                    ? found
                    : found.stream()
                            .flatMap(artifact -> first(Tasks.canonicalName(task), artifact))
                            .toList();
        }

        /** The artifact with one of its tasks as the first; none if it lacks the task. */
        private Stream<Artifact> first(String task, Artifact artifact) {
            Object trained = artifact.getArguments().get(ServingArguments.TASK);
            List<String> tasks =
                    Tasks.trained(trained == null ? null : trained.toString()).stream()
                            .<String>map(Task::name)
                            .toList();
            if (!tasks.contains(task)) {
                return Stream.empty();
            }
            Artifact copy =
                    JsonUtils.GSON.fromJson(JsonUtils.GSON.toJson(artifact), Artifact.class);
            copy.setMetadata(this);
            copy.getArguments()
                    .put(
                            ServingArguments.TASK,
                            Stream.concat(Stream.of(task), tasks.stream())
                                    .distinct()
                                    .collect(Collectors.joining(",")));
            return Stream.of(copy);
        }
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) throws IOException {
        return mrl.match(filter);
    }
}
