package io.github.pevl.internal.step;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Objective;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** A tiny network with dropout in training, on batches drawn at random. */
final class TinyTraining implements AutoCloseable {

    static final PevlVocabulary WORDS = SceneModel.vocabulary();
    static final int IMAGES = 3;
    static final int LENGTH = 7;

    private static final int SIDE = 32;
    private static final PevlConfig CONFIG =
            new PevlConfig(SIDE, 16, 16, 2, 2, 12, 3, 1, 2, 24, WORDS.size(), LENGTH, 8, 0.1f);

    final Model model = Model.newInstance("tiny", "PyTorch");
    final PevlBlock network = new PevlBlock(CONFIG);
    final TrainingStep step;
    final Trainer trainer;
    private final double distillation;

    TinyTraining(Objective objective) {
        this(objective, new HardNegatives());
    }

    TinyTraining(Objective objective, Negatives negatives) {
        distillation = objective.distillation();
        NDManager manager = model.getNDManager();
        Engine.getEngine("PyTorch").setRandomSeed(11);
        network.initialize(manager);
        step = new TrainingStep(network, objective, WORDS, manager, 7, negatives);
        model.setBlock(step.block());
        trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(step.loss())
                                .optOptimizer(
                                        Optimizer.sgd()
                                                .setLearningRateTracker(Tracker.fixed(0.05f))
                                                .build()));
        network.freezeParameters(true, parameter -> !step.trains(parameter));
    }

    /** All four losses, with twin and queue. */
    static Objective everything() {
        return new Objective(1, 2, 1, 1, 0.4, 0.9, 8, 0.15);
    }

    /** One step of the trainer on a batch of the step's own; returns the loss. */
    float learn(long number) {
        float loss = loss(number);
        trainer.step();
        return loss;
    }

    /** A step without the optimiser's. */
    float loss(long number) {
        return loss(number, () -> {});
    }

    /** A step in which something happens between forward and backward. */
    float loss(long number, Runnable between) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            step.start(number, distillation);
            float loss = backward(input(manager, number, 1), labels(manager, number, -1), between);
            step.end();
            return loss;
        }
    }

    /** The losses of a batch, without distillation. */
    Map<String, Double> parts(TrainingInput input, TrainingLabels labels) {
        step.start(0, 0);
        NDList scores = trainer.forward(input.toList(), labels.toList());
        step.loss().evaluate(labels.toList(), scores);
        return step.parts();
    }

    /** Forward and backward between {@code begin} and {@code end}; returns the loss. */
    float backward(TrainingInput input, TrainingLabels labels, Runnable between) {
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList scores = trainer.forward(input.toList(), labels.toList());
            NDArray loss = step.loss().evaluate(labels.toList(), scores);
            between.run();
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    Parameter parameter(String name) {
        return network.getParameters().get(name);
    }

    /** Three images with equally many texts each, a word and a position of each text hidden. */
    static TrainingInput input(NDManager manager, long seed, int textsPerImage) {
        Random random = new Random(seed);
        float[] pixels = new float[IMAGES * 3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        int texts = IMAGES * textsPerImage;
        long[] ids = ids(texts, seed);
        long[] hidden = ids.clone();
        long[] slots = new long[4 * texts];
        for (int text = 0; text < texts; text++) {
            for (int i = 0; i < 2; i++) {
                hidden[text * LENGTH + 1 + i] = WORDS.maskId();
                slots[4 * text + 2 * i] = text;
                slots[4 * text + 2 * i + 1] = 1L + i;
            }
        }
        long[] counts = new long[2 * IMAGES];
        for (int image = 0; image < IMAGES; image++) {
            counts[2 * image] = textsPerImage;
            counts[2 * image + 1] = 2L * textsPerImage;
        }
        Shape shape = new Shape(texts, LENGTH);
        return new TrainingInput(
                manager.create(pixels, new Shape(IMAGES, 3, SIDE, SIDE)).duplicate(),
                manager.create(counts, new Shape(IMAGES, 2)).duplicate(),
                manager.create(ids, shape).duplicate(),
                manager.ones(shape, DataType.INT64),
                manager.create(hidden, shape).duplicate(),
                manager.create(slots, new Shape(2L * texts, 2)).duplicate());
    }

    /** The labels of {@link #input}; one text an image where matches are given once. */
    static TrainingLabels labels(NDManager manager, long seed, long... matches) {
        int texts = matches.length == 1 ? IMAGES : matches.length;
        long[] ids = ids(texts, seed);
        long[] targets = new long[2 * texts];
        for (int text = 0; text < texts; text++) {
            targets[2 * text] = ids[text * LENGTH + 1];
            targets[2 * text + 1] = ids[text * LENGTH + 2];
        }
        long[] all = Arrays.copyOf(matches, texts);
        if (matches.length == 1) {
            Arrays.fill(all, matches[0]);
        }
        return new TrainingLabels(
                manager.create(targets).duplicate(), manager.create(all).duplicate());
    }

    /** A word at place 1 of each text, a position at place 2, anything behind. */
    private static long[] ids(int texts, long seed) {
        Random random = new Random(seed + 1);
        long[] ids = new long[texts * LENGTH];
        for (int i = 0; i < ids.length; i++) {
            long position = WORDS.firstPositionId() + random.nextInt(512);
            long word = WORDS.firstPositionId() + 512 + random.nextInt(20);
            ids[i] = i % LENGTH == 1 ? word : position;
        }
        return ids;
    }

    @Override
    public void close() {
        trainer.close();
        step.close();
        model.close();
    }
}
