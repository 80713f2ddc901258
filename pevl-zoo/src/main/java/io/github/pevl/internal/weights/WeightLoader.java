package io.github.pevl.internal.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.CheckpointException;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.Bfloat16;
import io.github.pevl.internal.model.PevlBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives a network the values of a checkpoint, by name: of a PEVL file, an ALBEF file, which has the
 * same names, or a DeiT file, which has a visual encoder alone. A prefix before the names, such as
 * {@code module.}, is taken off, and the report says so. The table of patch positions is fitted to
 * the network's image side.
 */
public final class WeightLoader {

    /** Not part of any answer: only image-text contrast in training reads it. */
    private static final String TEMPERATURE = "temp";

    private WeightLoader() {}

    /**
     * Loads every parameter of a network that has no values yet, as float32: values of 16 bits are
     * widened.
     *
     * @param block gets the values; frozen parameters stay frozen
     * @param manager owner of the arrays
     * @throws IOException if a parameter is missing or has another shape, or a value cannot be
     *     read; the network is of no use then
     */
    public static ImportReport load(PevlBlock block, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        return fill(block, check(block, checkpoint), manager, WeightPlan::read);
    }

    /**
     * Loads every parameter of a network that is only to answer: as {@link #load}, but values of 16
     * bits stay as they are, mapped from the file where that can be, and the network widens them
     * while it computes. Answers are the same, memory is half; such a network cannot be trained.
     * bfloat16, which DJL lacks, stays only where {@link Bfloat16#canHold} says so.
     *
     * @param block gets the values; frozen parameters stay frozen
     * @param manager owner of the arrays
     * @throws IOException as {@link #load}
     */
    public static ImportReport loadForInference(
            PevlBlock block, Checkpoint checkpoint, NDManager manager) throws IOException {
        return loadForInference(block, checkpoint, manager, false);
    }

    /**
     * The same; with {@code intoMemory} no array is mapped, so that the file may change afterwards.
     */
    public static ImportReport loadForInference(
            PevlBlock block, Checkpoint checkpoint, NDManager manager, boolean intoMemory)
            throws IOException {
        Reading reading = intoMemory ? copied(WeightPlan::readAsStored) : WeightPlan::readAsStored;
        return fill(block, check(block, checkpoint), manager, reading);
    }

    /**
     * Loads every parameter of the network's own as {@link #load}, into the engine's memory, where
     * values may be changed. What an {@link Adapter} brings gets first values.
     *
     * @param block gets the values; frozen parameters stay frozen
     * @param manager owner of the arrays
     * @throws IOException as {@link #load}
     */
    public static ImportReport loadToChange(
            PevlBlock block, Checkpoint checkpoint, NDManager manager) throws IOException {
        WeightPlan plan = check(block, checkpoint, AddedParameters::isOwn);
        return fill(block, plan, manager, copied(WeightPlan::read));
    }

    /**
     * Loads what a training begins with: the visual encoder, and of the rest what there is. What is
     * missing gets first values, and the report names it. The values lie in the engine's own memory
     * and not in the file, so that training may change them, and rounds alike in every run.
     *
     * @param block gets the values; has none yet
     * @param manager owner of the arrays
     * @throws IOException if the visual encoder is not complete, a parameter has another shape, or
     *     a value cannot be read
     */
    public static ImportReport loadStart(PevlBlock block, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        return fill(block, checkStart(block, checkpoint), manager, copied(WeightPlan::read));
    }

    /** How a parameter's values come out of the checkpoint. */
    private interface Reading {
        NDArray read(WeightPlan plan, Parameter parameter, NDManager manager)
                throws CheckpointException;
    }

    /** In the engine's own memory. */
    private static Reading copied(Reading reading) {
        return (plan, parameter, manager) -> {
            try (NDArray values = reading.read(plan, parameter, manager)) {
                return values.duplicate();
            }
        };
    }

    private static ImportReport fill(
            PevlBlock block, WeightPlan plan, NDManager manager, Reading reading)
            throws IOException {
        for (Parameter parameter : block.getParameters().values()) {
            if (plan.has(parameter)) {
                parameter.setInitializer((m, shape, type) -> read(plan, parameter, m, reading));
            }
        }
        try {
            block.initialize(manager);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return plan.report();
    }

    private static NDArray read(
            WeightPlan plan, Parameter parameter, NDManager manager, Reading reading) {
        try {
            return reading.read(plan, parameter, manager);
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells what {@link #load} would do, without reading values.
     *
     * @throws IOException if a parameter is missing or has another shape
     */
    public static WeightPlan check(PevlBlock block, Checkpoint checkpoint) throws IOException {
        return check(block, checkpoint, name -> true);
    }

    private static WeightPlan check(
            PevlBlock block, Checkpoint checkpoint, Predicate<String> needed) throws IOException {
        WeightPlan plan = new WeightPlan(block, checkpoint);
        if (plan.names().isVisionOnly()) {
            throw new IOException(
                    ("%s holds a visual encoder alone, as DeiT's file does; training can start from"
                                    + " it, but it answers nothing. A PEVL or ALBEF file is needed.")
                            .formatted(checkpoint.label()));
        }
        Predicate<String> essential = needed.and(name -> !name.equals(TEMPERATURE));
        refuseGaps(plan, checkpoint, essential, TEMPERATURE);
        return plan;
    }

    /**
     * Tells what {@link #loadStart} would do, without reading values.
     *
     * @throws IOException if a parameter of the visual encoder is missing, or one has another shape
     */
    public static WeightPlan checkStart(PevlBlock block, Checkpoint checkpoint) throws IOException {
        WeightPlan plan = new WeightPlan(block, checkpoint);
        refuseGaps(
                plan,
                checkpoint,
                n -> n.startsWith(WeightNames.VISION) && AddedParameters.isOwn(n),
                "other parts");
        return plan;
    }

    private static void refuseGaps(
            WeightPlan plan, Checkpoint checkpoint, Predicate<String> essential, String spare)
            throws IOException {
        List<String> gaps = plan.report().missing().stream().filter(essential).toList();
        if (!gaps.isEmpty()) {
            throw new IOException(
                    ("%s lacks %d of the network's parameters, the first is %s; only %s may be"
                                    + " missing. It is no checkpoint of this network, or of fewer"
                                    + " layers: check the sizes in config.json.")
                            .formatted(checkpoint.label(), gaps.size(), gaps.get(0), spare));
        }
    }
}
