package io.github.pevl.spark;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkFiles;

/**
 * A model, opened for types of requests and results.
 *
 * @param model a name of the zoo, a folder, a URL, or a folder that Spark brought
 */
record ModelKey<I, O>(String model, Map<String, ?> arguments, Class<I> request, Class<O> result) {

    /**
     * Opens the model.
     *
     * @throws ModelNotFoundException if there is none
     * @throws MalformedModelException if what is there is none
     * @throws IOException if it cannot be read
     */
    ZooModel<I, O> open() throws IOException, ModelNotFoundException, MalformedModelException {
        return Criteria.builder()
                .setTypes(request, result)
                .optEngine("PyTorch")
                .optModelUrls(url())
                .optArguments(Map.copyOf(arguments))
                .build()
                .loadModel();
    }

    private String url() throws ModelNotFoundException {
        if (model.contains("://")) {
            return model;
        }
        if (PevlModelZoo.names().contains(model)) {
            return PevlModelZoo.url(model);
        }
        for (String folder : new String[] {model, SparkFiles.get(model)}) {
            if (Files.isDirectory(Path.of(folder))) {
                return PevlModelZoo.url(Path.of(folder));
            }
        }
        throw new ModelNotFoundException(
                "There is no model \"%s\" on the executor: no name of the zoo (%s), and no folder. Give a folder that all executors see, or ship one with --archives MODEL.zip#NAME."
                        .formatted(model, String.join(", ", PevlModelZoo.names())));
    }
}
