package io.github.pevl.it;

import ai.djl.ndarray.NDManager;
import io.github.pevl.recipe.Objective;
import io.github.pevl.run.GoldenStep;
import java.util.List;

/**
 * A program that makes many pre-training steps, with twin, queues and optimiser, and prints what
 * memory it holds. Its argument is their number.
 */
final class ManySteps {

    private static final int WARM_UP = 150;

    private ManySteps() {}

    public static void main(String[] args) throws Exception {
        int steps = Integer.parseInt(args[0]);
        double alpha =
                Golden.json("model/config.json").getAsJsonObject().get("alpha").getAsDouble();
        Objective objective = GoldenStep.objective(GoldenFolder.GIVEN, 1, 1, 1, 1, alpha);
        try (GoldenStep training = new GoldenStep(GoldenFolder.GIVEN, objective)) {
            // Other lengths, other numbers of hidden tokens, drawn and labelled pairs in turn.
            List<GoldenBatch> batches =
                    List.of(
                            GoldenBatch.pretraining(training.golden),
                            GoldenBatch.expressions(training.golden).labelled(training.golden),
                            GoldenBatch.task(training.golden, "vrd"),
                            GoldenBatch.task(training.golden, "gqa").labelled(training.golden));
            learn(training, batches, alpha, WARM_UP);
            int arrays = arrays(training);
            long before = ResidentMemory.outsideTheHeap();
            learn(training, batches, alpha, steps);
            System.out.printf(
                    "%d steps: resident kB %d then %d, arrays %d then %d%n",
                    steps, before, ResidentMemory.outsideTheHeap(), arrays, arrays(training));
        }
    }

    private static void learn(
            GoldenStep training, List<GoldenBatch> batches, double alpha, int steps) {
        for (int i = 0; i < steps; i++) {
            training.learn(batches.get(i % batches.size()), alpha);
            training.move();
        }
    }

    /** Those of the step are below the golden model's manager. */
    private static int arrays(GoldenStep training) {
        return arrays(training.golden.manager) + arrays(training.model.getNDManager());
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }
}
