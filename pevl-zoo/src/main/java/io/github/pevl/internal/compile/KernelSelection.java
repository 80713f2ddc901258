package io.github.pevl.internal.compile;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernel of an archive that was opened, and has the archive use it. */
final class KernelSelection {

    private static final Logger LOGGER = LoggerFactory.getLogger(KernelSelection.class);

    private final Block network;
    private final NDManager manager;
    private final PevlConfig config;
    private final Precision precision;

    /**
     * For an archive and the precision that it was compiled to.
     *
     * @param archive opened, its weights as they were read
     */
    KernelSelection(Model archive, PevlConfig config, Precision precision) {
        this.network = archive.getBlock();
        this.manager = archive.getNDManager();
        this.config = config;
        this.precision = precision;
    }

    /**
     * Chooses, verifies, and reorders the archive's weights for it.
     *
     * @throws IOException if the user has named a kernel that cannot be used
     */
    Kernel prepare() throws IOException {
        return use(checked(choose()));
    }

    /**
     * The same for a small network. In float32 it keeps PyTorch's own products, which need no trial
     * and no verification: ordered weights save nothing there.
     */
    Kernel prepareSmall() throws IOException {
        boolean plain = precision == Precision.FP32 && Kernel.pinned(precision).isEmpty();
        return plain ? use(Kernel.FP32) : prepare();
    }

    private Kernel use(Kernel kernel) {
        call("prepare", kernel);
        return kernel;
    }

    private Kernel choose() throws IOException {
        Kernel.Trial trial = new KernelTrial((tried, times) -> call("probe", tried, times));
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
    private Kernel checked(Kernel chosen) {
        if (chosen == Kernel.FP32) {
            return chosen;
        }
        try {
            double deviation = call("deviation", chosen);
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
    private double call(String method, Kernel with, int... further) {
        try (NDManager own = manager.newSubManager()) {
            NDList in = new NDList(own.create(with.dtype()), own.create(with.order()));
            IntStream.of(further).forEach(number -> in.add(own.create(number)));
            NDArray name = own.create(0);
            name.setName(ScriptModule.METHOD + method);
            in.add(name);
            NDList out = network.forward(new ParameterStore(own, false), in, false);
            out.attach(own);
            return out.head().toType(DataType.FLOAT32, false).getFloat();
        }
    }
}
