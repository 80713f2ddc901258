package io.github.pevl.internal.step;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import io.github.pevl.internal.compile.Bfloat16Products;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.objective.ObjectiveSum;
import io.github.pevl.recipe.Objective;
import io.github.pevl.text.PevlVocabulary;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;

/**
 * Everything between a batch and its loss: the forward passes, the momentum encoder, the queues of
 * past features and the weighted losses (paper, section 3.2; {@code forward} of the original's
 * models/model_*.py). One class serves pre-training and every fine-tuning; the {@link Objective}
 * says what is computed.
 *
 * <p>DJL's {@link ai.djl.training.Trainer} runs {@link #block()} with {@link #loss()}:
 *
 * <pre>{@code
 * step.start(number, 0.4);
 * try (GradientCollector collector = trainer.newGradientCollector()) {
 *     NDList scores = trainer.forward(batch.getData(), batch.getLabels());
 *     collector.backward(trainer.getLoss().evaluate(batch.getLabels(), scores));
 * }
 * step.end();
 * trainer.step();
 * }</pre>
 *
 * <p>After {@link #startWithBatches}, no call of {@code start} is needed: the first batch after the
 * end of a step starts the next one, also within an open gradient collector, as in DJL's {@code
 * EasyTrain}.
 *
 * <p>Batches are the arrays of {@code TrainingInput} and {@code TrainingLabels}. A new trainer
 * unfreezes all parameters of a model that DJL loaded, and none of any other model: afterwards,
 * unfreeze the parameters for which {@link #trains} is true and freeze the rest. With several
 * devices, a step has one batch on each, all between {@code start} and {@code end}. With gradient
 * accumulation, each batch is a step of its own here, as in the original: the momentum encoder
 * moves and the queues fill with each.
 *
 * <p>All random numbers, those of dropout and of negatives, follow from the seed and the number of
 * the step alone.
 */
public final class TrainingStep implements AutoCloseable {

    private final PevlBlock network;
    private final Objective objective;
    private final NDManager manager;
    private final long seed;
    private final MomentumState momentum;
    private final TrainingBlock block;
    private final ObjectiveSum loss;
    private long next; // number of the step that the next batch starts

    /**
     * Prepares training. The momentum encoder starts with the network's weights, the queues with
     * random unit vectors; {@link #restore} replaces both.
     *
     * @param network the network to train, initialised
     * @param objective the weights of the losses
     * @param vocabulary of the network
     * @param manager parent of the manager that owns momentum encoder and queues
     * @param seed of all random numbers
     */
    public TrainingStep(
            PevlBlock network,
            Objective objective,
            PevlVocabulary vocabulary,
            NDManager manager,
            long seed) {
        this(network, objective, vocabulary, manager, seed, new HardNegatives());
    }

    /**
     * As above, with another way to choose negatives than to draw them by similarity.
     *
     * @param negatives chooses negative pairs for batches whose matches are not labelled
     */
    public TrainingStep(
            PevlBlock network,
            Objective objective,
            PevlVocabulary vocabulary,
            NDManager manager,
            long seed,
            Negatives negatives) {
        this.network = network;
        this.objective = objective;
        this.seed = seed;
        loss = new ObjectiveSum(objective, vocabulary);
        this.manager = manager.newSubManager();
        try {
            setEngineSeed(seed);
            momentum = new MomentumState(network, objective, this.manager);
        } catch (RuntimeException e) {
            this.manager.close();
            throw e;
        }
        StepContext validation = new StepContext(seed, 0);
        block = new TrainingBlock(network, objective, momentum, negatives, validation);
    }

    /**
     * The block to train: takes the arrays of {@code TrainingInput} and {@code TrainingLabels},
     * returns scores for {@link #loss()}. Its parameters are the network's.
     */
    public AbstractBlock block() {
        return block;
    }

    /** The weighted sum of the objective's losses. */
    public ObjectiveSum loss() {
        return loss;
    }

    /**
     * From now on batches start steps: the first one after the end of a step starts the next. Steps
     * are numbered by the batches before them.
     *
     * @param batches number of batches that were trained on before
     * @param distillation share of the momentum encoder, by the number of the step
     */
    public void startWithBatches(long batches, LongToDoubleFunction distillation) {
        next = batches;
        block.setStarter(() -> open(next, distillation.applyAsDouble(next)));
    }

    /**
     * From now on the visual encoder keeps only the states between its layers, and computes each
     * layer again for its gradient: less memory, equal gradients. They are complete after {@link
     * #end}.
     */
    public void recompute() {
        block.recompute();
    }

    /**
     * From now on linear layers multiply in bfloat16, those of the momentum encoder, too;
     * parameters, gradients and all else stay float32.
     */
    public void multiplyInBfloat16() {
        Bfloat16Products products = new Bfloat16Products(manager);
        block.multiply(products);
        momentum.multiply(products);
    }

    /**
     * Whether the objective trains a parameter: of a network with adapters, these alone. The others
     * get no gradient and must stay frozen, or the optimiser's weight decay would shrink them.
     */
    public boolean trains(Parameter parameter) {
        String name = parameter.getName();
        return network.added().trains(name)
                && TrainableParameters.contains(name, objective, network.config().fusionLayer());
    }

    /**
     * Starts a step: the momentum encoder moves towards the current weights, before its features
     * are used, and the random numbers of the step are seeded. Each batch clamps the temperature to
     * 0.001..0.5.
     *
     * @param step number of the step in the run; the same number gives the same random numbers
     * @param distillation share of the momentum encoder in the targets, 0 to the objective's
     * @throws IllegalArgumentException if the share is out of that range
     */
    public void start(long step, double distillation) {
        open(step, distillation);
    }

    private StepContext open(long step, double distillation) {
        if (!(distillation >= 0 && distillation <= objective.distillation())) {
            throw new IllegalArgumentException(
                    "The distillation of step %d is %s; the objective allows 0 to %s."
                            .formatted(step, distillation, objective.distillation()));
        }
        momentum.start();
        loss.start(distillation);
        SplittableRandom random =
                new SplittableRandom(new SplittableRandom(seed).nextLong() + step);
        setEngineSeed(random.nextLong());
        StepContext context = new StepContext(random.nextLong(), distillation);
        block.setStep(context);
        return context;
    }

    /** Dropout draws from the engine's own generators. */
    private void setEngineSeed(long value) {
        manager.getEngine().setRandomSeed((int) (value & Integer.MAX_VALUE));
    }

    /**
     * Ends a step, once the gradients of its batches were computed: the momentum features of its
     * batches enter the queues.
     */
    public void end() {
        block.completeGradients(manager.getEngine());
        next += block.batches();
        block.setStep(null);
        loss.end();
        momentum.end();
    }

    /**
     * The weighted losses of this step, by the names {@code masked}, {@code position}, {@code
     * contrast} and {@code matching}. Losses that are off are left out.
     */
    public Map<String, Double> parts() {
        return loss.parts();
    }

    /**
     * The arrays that, besides the network's weights, make an exact resumption possible: momentum
     * encoder, queues and their pointer by the original's names ({@code visual_encoder_m.…}, {@code
     * vision_proj_m.…}, {@code text_encoder_m.…}, {@code text_proj_m.…}, {@code image_queue} and
     * {@code text_queue} (E, Q), {@code queue_ptr} int64 (1)); empty if the objective needs none.
     *
     * @return handles that share their values with this step; read them before the next step, and
     *     close them
     */
    public NDList state() {
        return momentum.state();
    }

    /**
     * Restores a state.
     *
     * @param state at least the arrays of {@link #state()}; the values are copied
     * @throws IllegalArgumentException if an array is missing or has another shape or type; then
     *     nothing changes
     */
    public void restore(NDList state) {
        momentum.restore(state);
    }

    /** Closes momentum encoder and queues, but not the network. */
    @Override
    public void close() {
        manager.close();
    }
}
