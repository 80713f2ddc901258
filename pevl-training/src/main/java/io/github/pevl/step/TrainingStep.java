package io.github.pevl.step;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.objective.Objective;
import io.github.pevl.objective.ObjectiveSum;
import io.github.pevl.text.PevlVocabulary;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything between a batch and its loss: the passes through the network, the momentum twin, the
 * queues of past features and the weighted losses (paper, section 3.2; {@code forward} of the
 * original's models/model_*.py). One class serves pre-training and every fine-tuning; the {@link
 * Objective} says what is computed.
 *
 * <p>DJL's {@link ai.djl.training.Trainer} runs {@link #block()} with {@link #loss()}:
 *
 * <pre>{@code
 * step.begin(number, 0.4);
 * try (GradientCollector collector = trainer.newGradientCollector()) {
 *     NDList scores = trainer.forward(batch.getData(), batch.getLabels());
 *     collector.backward(trainer.getLoss().evaluate(batch.getLabels(), scores));
 * }
 * step.end();
 * trainer.step();
 * }</pre>
 *
 * <p>Batches are the arrays of {@code TrainingInput} and {@code TrainingLabels}. Making a trainer
 * of a model that DJL loaded unfreezes all parameters, of any other model none: freeze afterwards
 * those that {@link #learns} does not name, and unfreeze the others. With several devices, one step
 * has a pass on each, all between {@code begin} and {@code end}. When gradients are accumulated,
 * each batch is a step of its own here, as in the original: the twin moves and the queues fill with
 * each.
 *
 * <p>What is drawn, dropout and wrong pairs, follows from the seed and the step's number alone.
 */
public final class TrainingStep implements AutoCloseable {

    private final PevlBlock network;
    private final Objective objective;
    private final NDManager manager;
    private final long seed;
    private final MomentumState memory;
    private final TrainingBlock block;
    private final ObjectiveSum loss;

    /**
     * Prepares training. The twin begins with the network's weights, the queues with random unit
     * vectors; {@link #restore} replaces both.
     *
     * @param network what learns; has its values
     * @param objective what is learnt
     * @param vocabulary the words that the network knows
     * @param manager twin and queues live in a manager below this one
     * @param seed of every chance
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
     * As above, with another way to find wrong pairs than to draw them by their likeness.
     *
     * @param negatives chooses wrong pairs for batches whose matches are not labelled
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
            memory = new MomentumState(network, objective, this.manager);
        } catch (RuntimeException e) {
            this.manager.close();
            throw e;
        }
        block = new TrainingBlock(network, objective, memory, negatives);
    }

    /**
     * What a trainer trains: takes the arrays of {@code TrainingInput} and {@code TrainingLabels},
     * returns scores for {@link #loss()}. Its parameters are the network's.
     */
    public AbstractBlock block() {
        return block;
    }

    /** The weighted sum of the objective's losses. */
    public Loss loss() {
        return loss;
    }

    /**
     * Whether a parameter of the network has a part in the objective. The others get no gradient
     * and must stay frozen, or the optimiser's weight decay would shrink them.
     */
    public boolean learns(Parameter parameter) {
        return TrainableParameters.learns(
                parameter.getName(), objective, network.config().fusionLayer());
    }

    /**
     * Begins a step: the twin moves towards the network's present weights, before its features are
     * used, and the step's chance is set. The temperature is held in 0.001 to 0.5 in each pass.
     * Must not be called while a gradient collector is open.
     *
     * @param step the step's number in the run; the same number gives the same chance
     * @param distillation the twin's share in targets, 0 to the objective's
     * @throws IllegalArgumentException if the share is out of that range
     */
    public void begin(long step, double distillation) {
        if (!(distillation >= 0 && distillation <= objective.distillation())) {
            throw new IllegalArgumentException(
                    "The distillation of step %d is %s; the objective allows 0 to %s."
                            .formatted(step, distillation, objective.distillation()));
        }
        memory.begin();
        loss.begin(distillation);
        SplittableRandom chance =
                new SplittableRandom(new SplittableRandom(seed).nextLong() + step);
        setEngineSeed(chance.nextLong());
        block.setMoment(new TrainingBlock.Moment(chance.nextLong(), distillation));
    }

    /** Dropout draws from the engine's own generators. */
    private void setEngineSeed(long value) {
        manager.getEngine().setRandomSeed((int) (value & Integer.MAX_VALUE));
    }

    /** Ends a step: the twin's features of its batches go into the queues. */
    public void end() {
        block.setMoment(null);
        memory.end();
    }

    /**
     * What each loss added to the sum in this step, its weight included, by the names {@code
     * masked}, {@code position}, {@code contrast} and {@code matching}; losses that are off are
     * left out.
     */
    public Map<String, Double> parts() {
        return loss.parts();
    }

    /**
     * What must be kept, besides the network's weights, to go on exactly: twins, queues and their
     * pointer by the original's names ({@code visual_encoder_m.…}, {@code vision_proj_m.…}, {@code
     * text_encoder_m.…}, {@code text_proj_m.…}, {@code image_queue} and {@code text_queue} (E, Q),
     * {@code queue_ptr} int64 (1)); empty if the objective needs none.
     *
     * @return arrays that share the step's own values, to be read before the next step and closed
     */
    public NDList state() {
        return memory.state();
    }

    /**
     * Goes on from a state.
     *
     * @param state at least the arrays that {@link #state()} names; the values are copied
     * @throws IllegalArgumentException if an array is missing or has another shape or type; nothing
     *     is changed then
     */
    public void restore(NDList state) {
        memory.restore(state);
    }

    /** Frees twin and queues; the network is not touched. */
    @Override
    public void close() {
        manager.close();
    }
}
