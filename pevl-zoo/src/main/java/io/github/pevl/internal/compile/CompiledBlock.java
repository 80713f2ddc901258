package io.github.pevl.internal.compile;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiled network. It takes the arrays of {@code PevlInput} and returns those of {@code
 * PevlBlock}, all float32 or int64. Thread-safe. It has no parameters and cannot be trained. Wrong
 * input throws an exception with one message, and never ends the process.
 */
public final class CompiledBlock extends AbstractBlock implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CompiledBlock.class);

    private final PevlConfig config;
    private final Model archive;
    private final Block network;
    private final Kernel kernel;

    private CompiledBlock(PevlConfig config, Model archive, Kernel kernel) {
        this.config = config;
        this.archive = archive;
        this.network = archive.getBlock();
        this.kernel = kernel;
    }

    /** Reads an archive into a model that is otherwise empty, and chooses how it multiplies. */
    @FunctionalInterface
    private interface Opening {
        Kernel into(Model archive) throws IOException, MalformedModelException;
    }

    /**
     * Opens an archive and prepares it for this machine.
     *
     * @param owner the model that gets the network; closing it closes the archive
     * @param folder holds the archive and its {@link ArchiveInfo}
     * @param config the network's sizes
     * @throws IOException if the archive is not as it was written, or cannot be opened
     */
    public static CompiledBlock load(Model owner, Path folder, PevlConfig config)
            throws IOException {
        return open(owner.getNDManager(), folder, config).attach(owner);
    }

    /**
     * The same, for a caller that closes the network or attaches it to a model.
     *
     * @param manager says which engine and device to use
     */
    public static CompiledBlock open(NDManager manager, Path folder, PevlConfig config)
            throws IOException {
        Path file = folder.resolve(NetworkArchive.FILE);
        ArchiveInfo info = RecordJson.read(folder.resolve(ArchiveInfo.FILE), ArchiveInfo.class);
        NetworkArchive.require(folder, config, info);
        if (manager.getDevice().isGpu()) {
            throw new IOException(
                    "%s: compiled networks run on processors; load it with optDevice(Device.cpu()), or the model that it was compiled from."
                            .formatted(file));
        }
        Opening opening =
                archive -> {
                    archive.load(folder, NetworkArchive.FILE, Map.of());
                    return new KernelSelection(archive, config, info.precision()).prepare();
                };
        CompiledBlock block = open(manager, config, file.toString(), opening);
        LOGGER.info("{}: {} weights, {}", file, info.precision(), block.kernel());
        NativeHeap.trim(); // weights as they were read, each replaced by an ordered copy
        NativeHeap.keep(); // from now on arrays come and go
        return block;
    }

    /**
     * Opens a small archive that this process has just written.
     *
     * @param owner the model that gets the network, on a CPU; closing it closes the archive
     * @param archive by {@link NetworkArchive#bytes}
     * @throws IOException if it cannot be opened
     */
    public static CompiledBlock of(
            Model owner, byte[] archive, PevlConfig config, Precision precision)
            throws IOException {
        Opening opening =
                model -> {
                    model.load(new ByteArrayInputStream(archive));
                    return new KernelSelection(model, config, precision).prepareSmall();
                };
        return open(owner.getNDManager(), config, "The compiled network", opening).attach(owner);
    }

    private static CompiledBlock open(
            NDManager manager, PevlConfig config, String label, Opening opening)
            throws IOException {
        Model archive =
                Model.newInstance(
                        "compiled", manager.getDevice(), manager.getEngine().getEngineName());
        try {
            return new CompiledBlock(config, archive, opening.into(archive));
        } catch (MalformedModelException | EngineException e) {
            archive.close();
            throw new IOException(label + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** Has a model close the network when it is closed itself; returns this. */
    public CompiledBlock attach(Model owner) {
        owner.getNDManager().attachInternal("pevl-archive-" + UUID.randomUUID(), archive);
        return this;
    }

    /** How products are computed, for reports, such as {@code bfloat16 by oneDNN}. */
    public String kernel() {
        return kernel.label();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        if (training) {
            throw new UnsupportedOperationException(
                    "A compiled network cannot be trained. Train the model that it was compiled"
                            + " from, and compile the result.");
        }
        if (inputs.size() == 1) {
            require("images", inputs.head(), pixels(inputs.head().getShape().get(0)));
        } else {
            check(PevlInput.of(inputs));
        }
        NDList unnamed = new NDList();
        try {
            // DJL turns named inputs into dictionaries.
            inputs.forEach(array -> unnamed.add(array.reshape(array.getShape())));
            return network.forward(store, unnamed, false);
        } finally {
            unnamed.close();
        }
    }

    /** Checks what the script would refuse with messages of its own, or not at all. */
    private void check(PevlInput in) {
        long[] counts = in.counts().toLongArray();
        long texts = sum(counts, 0);
        long slots = sum(counts, 1);
        Shape ids = in.ids().getShape();
        requireImage(in.images(), counts.length / 2);
        require("ids", in.ids(), new Shape(texts, Math.min(ids.get(1), config.maxPositions())));
        require("mask", in.mask(), ids);
        NDArray positions = in.maskPositions();
        if (positions != null) {
            require("slots", positions, new Shape(slots, 2));
        }
    }

    private Shape pixels(long count) {
        return new Shape(count, 3, config.imageSide(), config.imageSide());
    }

    /** Pixels, or the keys and values that the script computed from them. */
    private void requireImage(NDArray images, long count) {
        long layers = (long) config.textDepth() - config.fusionLayer();
        long heads = config.textHeads();
        long width = config.textWidth() / heads;
        require(
                "images",
                images,
                PevlInput.isPixels(images)
                        ? pixels(count)
                        : new Shape(count, layers, 2, heads, 1 + config.patches(), width));
    }

    private static long sum(long[] counts, int column) {
        return IntStream.range(0, counts.length)
                .filter(i -> i % 2 == column)
                .mapToLong(i -> counts[i])
                .sum();
    }

    private static void require(String name, NDArray array, Shape due) {
        if (!array.getShape().equals(due)) {
            throw new IllegalArgumentException(
                    "%s has the shape %s where counts and the network's sizes ask for %s."
                            .formatted(name, array.getShape(), due));
        }
    }

    /** The shapes of scores, rows for each image, and candidate ids if masks are predicted. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return PevlBlock.outputShapes(config, inputShapes);
    }

    /** Frees a network that is not attached to a model. */
    @Override
    public void close() {
        archive.close();
    }
}
