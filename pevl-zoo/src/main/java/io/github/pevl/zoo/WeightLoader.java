package io.github.pevl.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.checkpoint.CheckpointException;
import io.github.pevl.model.PevlBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gives a network the values of a checkpoint, by name. */
public final class WeightLoader {

    /** Not part of any answer: only image-text contrast in training reads it. */
    private static final Set<String> OPTIONAL = Set.of("temp");

    private WeightLoader() {}

    /**
     * Loads every parameter of a network that has no values yet.
     *
     * @param block gets the values; frozen parameters stay frozen
     * @param manager owner of the arrays
     * @throws IOException if a parameter is missing or has another shape, or a value cannot be
     *     read; the network is of no use then
     */
    public static ImportReport load(PevlBlock block, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        ImportReport report = check(block, checkpoint);
        for (Parameter parameter : block.getParameters().values()) {
            String name = parameter.getName();
            if (checkpoint.contains(name)) {
                parameter.setInitializer((m, shape, type) -> read(checkpoint, name, m));
            }
        }
        try {
            block.initialize(manager);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return report;
    }

    /**
     * Tells what loading would do, without reading values.
     *
     * @throws IOException if a parameter is missing or has another shape
     */
    static ImportReport check(PevlBlock block, Checkpoint checkpoint) throws IOException {
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Parameter parameter : block.getParameters().values()) {
            if (checkpoint.contains(parameter.getName())) {
                checkShape(checkpoint, parameter);
                loaded.add(parameter.getName());
            } else {
                missing.add(parameter.getName());
            }
        }
        checkMissing(checkpoint, missing);
        Set<String> unused = new LinkedHashSet<>(checkpoint.names());
        loaded.forEach(unused::remove);
        return new ImportReport(loaded, missing, List.copyOf(unused));
    }

    private static NDArray read(Checkpoint checkpoint, String name, NDManager manager) {
        try {
            return checkpoint.readFloat32(name, manager);
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkShape(Checkpoint checkpoint, Parameter parameter) throws IOException {
        Shape found = checkpoint.info(parameter.getName()).shape();
        if (!found.equals(parameter.getShape())) {
            throw new IOException(
                    "%s: %s has the shape %s where the network has %s; check the sizes in config.json."
                            .formatted(
                                    checkpoint.label(),
                                    parameter.getName(),
                                    found,
                                    parameter.getShape()));
        }
    }

    private static void checkMissing(Checkpoint checkpoint, List<String> missing)
            throws IOException {
        List<String> essential = missing.stream().filter(n -> !OPTIONAL.contains(n)).toList();
        if (!essential.isEmpty()) {
            throw new IOException(
                    "%s lacks %d of the network's parameters, the first is %s; it is no checkpoint of"
                                    .formatted(
                                            checkpoint.label(), essential.size(), essential.get(0))
                            + " this network.");
        }
    }
}
