package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.SafetensorsWriter;
import io.github.pevl.checkpoint.TensorData;
import io.github.pevl.step.TrainingStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arrays that a run needs, besides its network's, to go on.
 *
 * @param moments the optimiser's own
 * @param memory of twins and queues, to be closed
 * @param steps that the optimiser has made
 */
record StateArrays(NDList moments, NDList memory, long steps) implements AutoCloseable {

    private static final String STEPS = "adamw_steps";

    static StateArrays of(TrainingStep step, AdamW optimizer) {
        return new StateArrays(optimizer.state(), step.state(), optimizer.steps());
    }

    void write(Path file) throws IOException {
        List<TensorData> tensors = new ArrayList<>();
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        count.putLong(0, steps);
        ElementType whole = ElementType.INT64;
        tensors.add(new TensorData(STEPS, new Shape(1), whole, whole, () -> count));
        for (NDList list : List.of(moments, memory)) {
            for (NDArray array : list) {
                tensors.add(TensorData.of(array.getName(), array));
            }
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    @Override
    public void close() {
        memory.close();
    }
}
