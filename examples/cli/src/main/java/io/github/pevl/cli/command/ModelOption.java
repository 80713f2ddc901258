package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.RunHistory;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.RequestLimits;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.TrainedTasks;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code --model}: a name of the zoo, a folder or a URL. */
final class ModelOption {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            order = ImageCommand.LATER,
            description = {
                "Name, folder or URL of the model; for a folder that has the name of a model write"
                        + " ./NAME. Default: ${DEFAULT-VALUE}, which comes with the program and"
                        + " knows coloured shapes."
            })
    private String model;

    /** Begins with the name of a model for those who name none. */
    ModelOption(String usual) {
        model = usual;
    }

    String name() {
        return model;
    }

    /**
     * Opens the model for a task.
     *
     * @throws BadInput if there is no such model, or what is there is none
     * @throws IOException if the program's own model cannot be opened
     */
    <I, O> ZooModel<I, O> open(Task<I, O> task) throws BadInput, IOException {
        return open(task.requestType(), task.resultType());
    }

    /** Opens the model for a task, by the types of its requests and answers. */
    <I, O> ZooModel<I, O> open(Class<I> request, Class<O> answer) throws BadInput, IOException {
        boolean own = PevlModelZoo.names().contains(model);
        String url = own ? PevlModelZoo.SCHEME + "://" + model : url();
        try {
            return Criteria.builder()
                    .setTypes(request, answer)
                    .optEngine("PyTorch")
                    .optModelUrls(url)
                    .optArguments(RequestLimits.TRUSTED.arguments())
                    .build()
                    .loadModel();
        } catch (IOException e) {
            if (own) {
                throw e;
            }
            throw refusal(e);
        } catch (IllegalArgumentException | ModelNotFoundException | MalformedModelException e) {
            throw refusal(e);
        }
    }

    /**
     * What the model was trained for, as it says itself.
     *
     * @throws BadInput as {@link #open}
     */
    TrainedTasks tasks() throws BadInput, IOException {
        try (ZooModel<NDList, NDList> opened = open(NDList.class, NDList.class)) {
            String tasks = opened.getProperty(PevlTranslatorFactory.TASK);
            return TrainedTasks.of(
                    tasks == null ? Map.of() : Map.of(PevlTranslatorFactory.TASK, tasks));
        }
    }

    /**
     * What the model was trained by, if it is a run.
     *
     * @return null if it is none
     * @throws IOException if the run's recipe cannot be read
     */
    Recipe recipe() throws IOException {
        Path folder = PevlModelZoo.names().contains(model) ? null : folder();
        Path run = folder == null ? null : folder.resolve(RunHistory.CONFIGURATION);
        return run != null && Files.exists(run) ? RecipeDraft.read(run).recipe() : null;
    }

    /** Null if there is none of that name. */
    private Path folder() {
        try {
            return !model.isBlank() && Files.isDirectory(Path.of(model)) ? Path.of(model) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private String url() throws BadInput {
        if (model.contains("://")) {
            return model;
        }
        Path folder = folder();
        if (folder != null) {
            String path = folder.toAbsolutePath().normalize().toUri().getRawPath();
            return PevlModelZoo.SCHEME + "://" + path;
        }
        throw new BadInput(
                "There is no model \"%s\", neither of that name nor in a folder. Names: %s; or give"
                                .formatted(model, String.join(", ", PevlModelZoo.names()))
                        + " the folder that 'pevl train' wrote.");
    }

    private BadInput refusal(Exception e) {
        String reason = Failures.describe(e);
        String message = reason.contains(model) ? reason : "The model " + model + ": " + reason;
        return new BadInput(message, e);
    }
}
