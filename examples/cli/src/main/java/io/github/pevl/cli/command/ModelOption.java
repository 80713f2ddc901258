package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.EnvironmentVariable;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.RunHistory;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.RequestLimits;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code --model}: a name of the zoo, a folder or a URL. */
final class ModelOption {

    @EnvironmentVariable("PEVL_MODEL")
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            completionCandidates = Names.Models.class,
            order = ImageCommand.LATER,
            description = {
                "Name, folder or URL of the model; write ./NAME for a folder with the name of a model."
                        + " Default: ${DEFAULT-VALUE}. It knows drawn everyday things."
                        + " Variable: PEVL_MODEL."
            })
    private String model;

    @Mixin private final DownloadOption download = new DownloadOption();

    ModelOption(String defaultModel) {
        model = defaultModel;
    }

    String name() {
        return model;
    }

    /**
     * Opens the model for a task.
     *
     * @param precision null if the user names none
     * @throws BadInput if there is no such model, or it is not a model
     * @throws IOException if a bundled model cannot be opened
     */
    <I, O> ZooModel<I, O> open(Task<I, O> task, @Nullable LoadPrecision precision)
            throws BadInput, IOException {
        return open(task.requestType(), task.resultType(), precision);
    }

    /** Opens the model for types of requests and results. */
    <I, O> ZooModel<I, O> open(Class<I> request, Class<O> answer, @Nullable LoadPrecision precision)
            throws BadInput, IOException {
        return open(request, answer, precision, Map.of());
    }

    /** Opens the model with further arguments. */
    <I, O> ZooModel<I, O> open(
            Class<I> request,
            Class<O> answer,
            @Nullable LoadPrecision precision,
            Map<String, ?> more)
            throws BadInput, IOException {
        boolean named = PevlModelZoo.names().contains(model);
        String url = url();
        download.provide(model);
        Map<String, Object> arguments = new HashMap<>(RequestLimits.TRUSTED.arguments());
        arguments.putAll(more);
        if (precision != null) {
            arguments.put(LoadPrecision.ARGUMENT, precision);
        }
        try {
            return Criteria.builder()
                    .setTypes(request, answer)
                    .optEngine("PyTorch")
                    .optModelUrls(url)
                    .optArguments(arguments)
                    .build()
                    .loadModel();
        } catch (IOException e) {
            if (named) {
                throw e;
            }
            throw refusal(e);
        } catch (IllegalArgumentException | ModelNotFoundException | MalformedModelException e) {
            throw refusal(e);
        }
    }

    /**
     * Returns the tasks that the model was trained for, as its folder says.
     *
     * @throws BadInput as {@link #open}
     */
    List<Task<?, ?>> tasks() throws BadInput, IOException {
        try (ZooModel<NDList, NDList> opened = open(NDList.class, NDList.class, asItIs())) {
            return Tasks.trained(opened.getProperty(PevlTranslatorFactory.TASK));
        }
    }

    /**
     * Returns the folder of the model: the one that is named, or where a model of the zoo lies on
     * this machine.
     *
     * @throws BadInput as {@link #open}
     */
    Path folderOnDisk() throws BadInput, IOException {
        Path folder = PevlModelZoo.names().contains(model) ? null : folder();
        if (folder != null) {
            return folder;
        }
        try (ZooModel<NDList, NDList> opened = open(NDList.class, NDList.class, asItIs())) {
            return opened.getModelPath();
        }
    }

    /**
     * Returns the recipe of a run.
     *
     * @return null if the model is not a run
     * @throws IOException if the run's recipe cannot be read
     */
    @Nullable Recipe recipe() throws IOException {
        Path folder = PevlModelZoo.names().contains(model) ? null : folder();
        Path run = folder == null ? null : folder.resolve(RunHistory.CONFIGURATION);
        return run != null && Files.exists(run) ? RecipeDraft.read(run).recipe() : null;
    }

    /**
     * The folder of the model, of a run that of its best model.
     *
     * @throws BadInput if it is no folder
     */
    Path modelFolder() throws BadInput {
        Path folder = PevlModelZoo.names().contains(model) ? null : folder();
        if (folder == null) {
            throw new BadInput(
                    "--model %s is no folder; calibrate a model folder or a run, such as one that 'pevl train' wrote."
                            .formatted(model));
        }
        return ModelFolder.of(folder);
    }

    /** Null if there is no such folder. */
    private @Nullable Path folder() {
        try {
            return !model.isBlank() && Files.isDirectory(Path.of(model)) ? Path.of(model) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * The precision that has nothing compiled: exact, or null for a folder that is compiled, which
     * keeps its own.
     */
    @Nullable LoadPrecision asItIs() throws BadInput {
        try {
            URI url = URI.create(url());
            boolean folder =
                    PevlModelZoo.SCHEME.equals(url.getScheme())
                            && url.getAuthority() == null
                            && url.getPath() != null;
            boolean compiled =
                    folder && ModelFolder.isCompiled(ModelFolder.of(Path.of(url.getPath())));
            return compiled ? null : LoadPrecision.EXACT;
        } catch (IOException | IllegalArgumentException e) {
            throw refusal(e);
        }
    }

    private String url() throws BadInput {
        if (PevlModelZoo.names().contains(model)) {
            return PevlModelZoo.url(model);
        }
        if (model.contains("://")) {
            return model;
        }
        Path folder = folder();
        if (folder != null) {
            return PevlModelZoo.url(folder);
        }
        throw new BadInput(
                "There is no model or folder named \"%s\". Models: %s; or give"
                                .formatted(model, String.join(", ", PevlModelZoo.names()))
                        + " the folder that 'pevl train' wrote.");
    }

    private BadInput refusal(Exception e) {
        String reason = Failures.describe(e);
        String message = reason.contains(model) ? reason : "The model " + model + ": " + reason;
        return new BadInput(message, e);
    }
}
