package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.internal.compile.CompiledGolden;
import io.github.pevl.model.Precision;
import java.nio.file.Path;

/**
 * A program that asks a compiled network all tasks from several threads, checks every answer, and
 * prints what memory it holds. Its arguments are a folder for the network, the number of
 * predictions, of which the first fifth is there to warm up, and that of threads.
 */
final class ManyMixedTasks {

    private ManyMixedTasks() {}

    public static void main(String[] args) throws Exception {
        Path folder = CompiledGolden.compile(GoldenFolder.GIVEN, Path.of(args[0]), Precision.BF16);
        int predictions = Integer.parseInt(args[1]);
        int first = predictions / 5;
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(folder);
                GoldenTasks tasks = new GoldenTasks(GoldenModel.open(), model.getBlock());
                MixedTasks mixed = new MixedTasks(tasks, Integer.parseInt(args[2]))) {
            mixed.ask(first);
            int arrays = mixed.arrays() + arrays(model);
            long before = ResidentMemory.outsideTheHeap();
            mixed.ask(predictions - first);
            System.out.printf(
                    "%d mixed predictions: resident kB %d then %d, arrays %d then %d%n",
                    predictions,
                    before,
                    ResidentMemory.outsideTheHeap(),
                    arrays,
                    mixed.arrays() + arrays(model));
        }
    }

    private static int arrays(ZooModel<?, ?> model) {
        return model.getNDManager().getManagedArrays().size();
    }
}
