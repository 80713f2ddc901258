package io.github.pevl.internal.compile;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiled network. It takes the arrays of {@code PevlInput} and returns those of {@code
 * PevlBlock}, all float32 or int64. Thread-safe. It has no parameters and cannot be trained. Wrong
 * input throws an exception with one message, and never ends the process.
 */
public final class CompiledBlock extends AbstractBlock {

    private static final Logger LOGGER = LoggerFactory.getLogger(CompiledBlock.class);

    /** The name of an input that tells DJL which method to run; its values are ignored. */
    private static final String METHOD = "module_method:";

    private final PevlConfig config;
    private final Block network;
    private Kernel kernel = Kernel.FP32;

    private CompiledBlock(PevlConfig config, Block network) {
        this.config = config;
        this.network = network;
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
        Path file = folder.resolve(NetworkArchive.FILE);
        ArchiveInfo info = RecordJson.read(folder.resolve(ArchiveInfo.FILE), ArchiveInfo.class);
        NetworkArchive.require(folder, config, info);
        NDManager manager = owner.getNDManager();
        if (manager.getDevice().isGpu()) {
            throw new IOException(
                    "%s: compiled networks run on processors; load it with optDevice(Device.cpu()), or the model that it was compiled from."
                            .formatted(file));
        }
        Model archive =
                Model.newInstance(
                        "compiled", manager.getDevice(), manager.getEngine().getEngineName());
        try {
            archive.load(folder, NetworkArchive.FILE, Map.of());
            CompiledBlock block = new CompiledBlock(config, archive.getBlock());
            block.prepare(archive.getNDManager(), info.precision());
            LOGGER.info("{}: {} weights, {}", file, info.precision(), block.kernel.label());
            manager.attachInternal("pevl-archive-" + UUID.randomUUID(), archive);
            return block;
        } catch (MalformedModelException | EngineException e) {
            archive.close();
            throw new IOException(file + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void prepare(NDManager manager, Precision precision) throws IOException {
        Kernel.Trial trial =
                new KernelTrial((tried, times) -> call(manager, "probe", tried, times));
        kernel = checked(choose(manager, precision, trial), manager, precision);
        call(manager, "prepare", kernel);
        NativeHeap.trim(); // weights as they were read, each replaced by an ordered copy
        NativeHeap.keep(); // from now on arrays come and go
    }

    private Kernel choose(NDManager manager, Precision precision, Kernel.Trial trial)
            throws IOException {
        Optional<Kernel> pinned = Kernel.pinned(precision);
        if (pinned.isPresent()) {
            Kernel.require(pinned.get(), trial);
            return pinned.get();
        }
        KernelChoices.Conditions conditions =
                new KernelChoices.Conditions(
                        Processor.features(),
                        manager.getEngine().getVersion(),
                        precision,
                        config.visionWidth(),
                        Math.min(1 + config.patches(), 128));
        return KernelChoices.ofCache()
                .get(
                        conditions,
                        known -> known.suits(precision) && trial.has(known),
                        () -> Kernel.choose(precision, Processor.here(), trial));
    }

    /** The chosen kernel if its products are right for these weights, else PyTorch's own. */
    private Kernel checked(Kernel chosen, NDManager manager, Precision precision) {
        if (chosen == Kernel.FP32) {
            return chosen;
        }
        try {
            double deviation = call(manager, "deviation", chosen);
            if (deviation <= chosen.bound(precision)) { // not so if it is no number
                return chosen;
            }
            LOGGER.warn(
                    "{} is wrong for a layer of this network, by {} of the size of its products where rounding explains {}. The network is computed with {}, right and slower.",
                    chosen.label(),
                    deviation,
                    chosen.bound(precision),
                    Kernel.FP32.label());
        } catch (EngineException e) {
            LOGGER.warn(
                    "{} fails for a layer of this network, which is computed with {}: {}",
                    chosen.label(),
                    Kernel.FP32.label(),
                    String.valueOf(e.getMessage())
                            .strip()
                            .lines()
                            .reduce("", (first, last) -> last));
        }
        return Kernel.FP32;
    }

    /** Runs a method of the script that returns a number. */
    private double call(NDManager manager, String method, Kernel with, int... further) {
        try (NDManager own = manager.newSubManager()) {
            NDList in = new NDList(own.create(with.dtype()), own.create(with.order()));
            IntStream.of(further).forEach(number -> in.add(own.create(number)));
            NDArray name = own.create(0);
            name.setName(METHOD + method);
            in.add(name);
            NDList out = network.forward(new ParameterStore(own, false), in, false);
            out.attach(own);
            return out.head().toType(DataType.FLOAT32, false).getFloat();
        }
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
}
