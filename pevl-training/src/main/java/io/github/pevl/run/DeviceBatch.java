package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import java.util.List;
import java.util.function.Function;

/** The batches of several devices as one of DJL's; each device gets a whole one. */
final class DeviceBatch extends Batch {

    private final List<Batch> parts;

    private DeviceBatch(
            NDManager manager,
            NDList data,
            NDList labels,
            List<Batch> parts,
            long progress,
            long total) {
        super(
                manager,
                data,
                labels,
                parts.stream().mapToInt(Batch::getSize).sum(),
                null,
                null,
                progress,
                total);
        this.parts = List.copyOf(parts);
    }

    /**
     * Joins batches.
     *
     * @param manager parent of the manager that owns their arrays
     * @param parts closed with this batch
     * @param progress index of the first of them in the epoch, from 0
     * @param total number of batches of the epoch
     */
    static DeviceBatch of(NDManager manager, List<Batch> parts, long progress, long total) {
        return new DeviceBatch(
                manager.newSubManager(),
                all(parts, Batch::getData),
                all(parts, Batch::getLabels),
                parts,
                progress,
                total);
    }

    private static NDList all(List<Batch> parts, Function<Batch, NDList> arrays) {
        return new NDList(parts.stream().flatMap(part -> arrays.apply(part).stream()).toList());
    }

    /** One part for each device. */
    @Override
    public Batch[] split(Device[] devices, boolean evenSplit) {
        Batch[] split = new Batch[parts.size()];
        for (int i = 0; i < split.length; i++) {
            Device[] one = {devices[i % devices.length]};
            split[i] = parts.get(i).split(one, evenSplit)[0];
        }
        return split;
    }

    @Override
    public void close() {
        parts.forEach(Batch::close);
        super.close();
    }
}
