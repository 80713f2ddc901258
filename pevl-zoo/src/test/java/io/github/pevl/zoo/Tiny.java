package io.github.pevl.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightNames;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A network of random values that is as small as BERT's word list allows, and files of it. */
public final class Tiny {

    public static final PevlConfig CONFIG =
            new PevlConfig(64, 16, 64, 1, 1, 64, 2, 1, 1, 32, 30522, 32, 8, 0.1f);

    private Tiny() {}

    public static PevlBlock block(PevlConfig config, NDManager manager) {
        PevlBlock block = new PevlBlock(config);
        block.freezeParameters(true);
        block.initialize(manager);
        return block;
    }

    /** All parameters under their names, those left out for which the name becomes null. */
    public static List<TensorData> tensors(PevlBlock block, UnaryOperator<String> rename) {
        List<TensorData> tensors = new ArrayList<>();
        block.getParameters()
                .values()
                .forEach(
                        parameter -> {
                            String name = rename.apply(parameter.getName());
                            if (name != null) {
                                tensors.add(TensorData.of(name, parameter.getArray()));
                            }
                        });
        return tensors;
    }

    /** A tensor of zeros. */
    public static TensorData zeros(NDManager manager, String name, long... shape) {
        NDArray array = manager.zeros(new Shape(shape));
        return TensorData.of(name, array);
    }

    public static Path write(Path file, List<TensorData> tensors, ElementType floats)
            throws IOException {
        SafetensorsWriter.write(
                file, tensors.stream().map(t -> t.floatsAs(floats)).toList(), Map.of());
        return file;
    }

    /** A whole checkpoint of float32, as a PEVL file is, with a twin, a queue and tied names. */
    public static Path pevl(Path file, NDManager manager) throws IOException {
        return pevl(file, manager, CONFIG);
    }

    public static Path pevl(Path file, NDManager manager, PevlConfig config) throws IOException {
        PevlBlock block = block(config, manager);
        List<TensorData> tensors = new ArrayList<>(tensors(block, name -> name));
        String decoder = "text_encoder.cls.predictions.decoder.";
        NDArray words = block.getParameters().get(WeightNames.WORDS).getArray();
        tensors.add(TensorData.of(decoder + "weight", words));
        tensors.add(zeros(manager, decoder + "bias", config.vocabularySize()));
        tensors.add(zeros(manager, "text_encoder.bert.embeddings.position_ids", 1, 32));
        tensors.add(zeros(manager, "visual_encoder_m.cls_token", 1, 1, 64));
        tensors.add(zeros(manager, "text_proj_m.bias", 8));
        tensors.add(zeros(manager, "image_queue", 8, 16));
        tensors.add(zeros(manager, "queue_ptr", 1));
        tensors.add(zeros(manager, "something.else", 1));
        return write(file, tensors, ElementType.FLOAT32);
    }
}
