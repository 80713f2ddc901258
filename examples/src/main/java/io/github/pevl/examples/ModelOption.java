package io.github.pevl.examples;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --model}: a name of the zoo, a folder or a URL. */
final class ModelOption {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            order = PictureCommand.LATER,
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
    <I, O> ZooModel<I, O> open(TaskTypes<I, O> task) throws BadInput, IOException {
        return open(task.request(), task.result());
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

    private String url() throws BadInput {
        if (model.contains("://")) {
            return model;
        }
        try {
            Path folder = Path.of(model);
            if (!model.isBlank() && Files.isDirectory(folder)) {
                String path = folder.toAbsolutePath().normalize().toUri().getRawPath();
                return PevlModelZoo.SCHEME + "://" + path;
            }
        } catch (InvalidPathException e) {
            // then it is no name either
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
