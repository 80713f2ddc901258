package io.github.pevl.internal.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.CheckpointException;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.checkpoint.TensorInfo;
import io.github.pevl.internal.model.Bfloat16;
import io.github.pevl.internal.model.PevlBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each parameter of a network finds its values in a checkpoint, found out from the names and
 * shapes alone.
 */
public final class WeightPlan {

    private final Checkpoint checkpoint;
    private final WeightNames names;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resized = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * Makes a plan.
     *
     * @throws IOException if a parameter has another shape in the checkpoint, or two names there,
     *     or the checkpoint has a soft prompt and the network has none
     */
    public WeightPlan(PevlBlock block, Checkpoint checkpoint) throws IOException {
        this.checkpoint = checkpoint;
        this.names = new WeightNames(checkpoint);
        requirePrompt(block, SoftPrompts.of(checkpoint).promptTokens());
        for (Parameter parameter : block.getParameters().values()) {
            String source = names.find(parameter.getName());
            if (source == null) {
                missing.add(parameter.getName());
            } else {
                sources.put(parameter.getName(), source);
                checkShape(parameter, checkpoint.info(source));
            }
        }
    }

    /** Without its prompt a network would give other answers, and nobody would notice. */
    private void requirePrompt(PevlBlock block, int tokens) throws IOException {
        if (tokens > 0 && block.added().promptTokens() == 0) {
            throw new IOException(
                    "%s holds a soft prompt of %d tokens, which is lost where the network is compiled, or tuned otherwise than with tuning: PROMPT and promptTokens: %d. Take the model that it was tuned from."
                            .formatted(checkpoint.label(), tokens, tokens));
        }
    }

    private void checkShape(Parameter parameter, TensorInfo found) throws IOException {
        Shape shape = parameter.getShape();
        if (found.shape().equals(shape)) {
            return;
        }
        String name = parameter.getName();
        boolean positions = name.equals(WeightNames.POSITIONS);
        if (positions && grid(found.shape()) > 0 && sameWidth(found.shape(), shape)) {
            String how = "from %1$d x %1$d to %2$d x %2$d patches";
            resized.put(name, how.formatted(grid(found.shape()), grid(shape)));
            return;
        }
        throw new IOException(
                "%s: %s has the shape %s where the network has %s; check the sizes in config.json."
                        .formatted(checkpoint.label(), found.name(), found.shape(), shape));
    }

    private static boolean sameWidth(Shape one, Shape other) {
        return one.get(0) == other.get(0) && one.get(2) == other.get(2);
    }

    /** The side of a table's grid of patches, (1, 1 + side * side, V), or 0 if it has none. */
    static int grid(Shape table) {
        if (table.dimension() != 3) {
            return 0;
        }
        int side = (int) Math.round(Math.sqrt(table.get(1) - 1.0));
        return (long) side * side == table.get(1) - 1 ? side : 0;
    }

    /** What will become of the checkpoint's tensors. */
    public ImportReport report() {
        Map<String, String> unused = new LinkedHashMap<>();
        Set<String> used = Set.copyOf(sources.values());
        for (String name : checkpoint.names()) {
            if (!used.contains(name)) {
                unused.put(name, names.reason(name));
            }
        }
        return new ImportReport(
                List.copyOf(sources.keySet()),
                resized,
                missing,
                unused,
                checkpoint.place(),
                names.taken());
    }

    /** What the checkpoint calls the parameters. */
    WeightNames names() {
        return names;
    }

    /** Whether the checkpoint has a parameter's values. */
    boolean has(Parameter parameter) {
        return sources.containsKey(parameter.getName());
    }

    private String source(String parameter) {
        String source = sources.get(parameter);
        if (source == null) {
            throw new IllegalArgumentException(
                    "The checkpoint has no values of %s; ask has(parameter) first."
                            .formatted(parameter));
        }
        return source;
    }

    /** A parameter's values as an array of float32. */
    NDArray read(Parameter parameter, NDManager manager) throws CheckpointException {
        String source = source(parameter.getName());
        return resized.containsKey(parameter.getName())
                ? manager.create(resize(parameter, source), parameter.getShape())
                : checkpoint.readFloat32(source, manager);
    }

    /** As {@link #read}, but values of 16 bits stay as they are where that can be. */
    NDArray readAsStored(Parameter parameter, NDManager manager) throws CheckpointException {
        String source = source(parameter.getName());
        ElementType type = checkpoint.info(source).type();
        if (resized.containsKey(parameter.getName())) {
            return read(parameter, manager);
        }
        if (type == ElementType.FLOAT16) {
            return checkpoint.read(source, manager);
        }
        return type == ElementType.BFLOAT16 && Bfloat16.canHold(parameter, manager.getDevice())
                ? checkpoint.readBytes(source, manager)
                : read(parameter, manager);
    }

    /** A parameter's values to be written; the checkpoint has to stay open until they are. */
    public TensorData data(Parameter parameter) {
        String name = parameter.getName();
        String source = source(name);
        Shape shape = parameter.getShape();
        if (resized.containsKey(name)) {
            ElementType type = ElementType.FLOAT32;
            return new TensorData(
                    name, shape, type, type, () -> littleEndian(resize(parameter, source)));
        }
        ElementType type = checkpoint.info(source).type();
        return new TensorData(name, shape, type, type, () -> checkpoint.bytes(source));
    }

    /**
     * The values of every parameter, to be written. Those that the checkpoint lacks are initialised
     * when their turn comes.
     *
     * @param manager owns the initial values for as long as they are written
     * @param type how floating values are stored
     */
    public List<TensorData> tensors(PevlBlock block, NDManager manager, ElementType type) {
        return block.getParameters().values().stream()
                .map(p -> has(p) ? data(p) : initial(p, manager))
                .map(data -> data.floatsAs(type))
                .toList();
    }

    private static TensorData initial(Parameter parameter, NDManager manager) {
        Shape shape = parameter.getShape();
        ElementType type = ElementType.FLOAT32;
        return new TensorData(
                parameter.getName(),
                shape,
                type,
                type,
                () -> {
                    try (NDArray values =
                            parameter
                                    .getInitializer()
                                    .initialize(manager, shape, DataType.FLOAT32)) {
                        return littleEndian(values.toFloatArray());
                    }
                });
    }

    private float[] resize(Parameter parameter, String source) throws CheckpointException {
        int from = grid(checkpoint.info(source).shape());
        return PatchPositions.resize(checkpoint.floats(source), from, grid(parameter.getShape()));
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }
}
