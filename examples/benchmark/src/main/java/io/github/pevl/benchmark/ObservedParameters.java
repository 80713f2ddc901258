package io.github.pevl.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Consumer;

/**
 * The parameters of another store. Reports the name of each parameter that a network reads, so that
 * an observer can follow the network, which knows nothing of it.
 */
public final class ObservedParameters extends ParameterStore {

    private final ParameterStore store;
    private final Consumer<String> observer;

    /**
     * Wraps a store.
     *
     * @param manager of the network's call
     * @param observer receives the name of each parameter before it is read
     */
    public ObservedParameters(ParameterStore store, NDManager manager, Consumer<String> observer) {
        super(manager, false);
        this.store = store;
        this.observer = observer;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        observer.accept(parameter.getName());
        return store.getValue(parameter, device, training);
    }
}
