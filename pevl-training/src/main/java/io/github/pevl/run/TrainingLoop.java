package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.PevlDataset;
import io.github.pevl.data.Sample;
import io.github.pevl.recipe.CosineSchedule;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.step.TrainingStep;
import io.github.pevl.zoo.AtomicFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The one loop: steps, evaluations, states, for every recipe. */
final class TrainingLoop {

    private static final int SMOOTHING_STEPS = 100;

    private final TrainedModel model;
    private final Recipe recipe;
    private final TrainingStep step;
    private final Trainer trainer;
    private final AdamW optimizer;
    private final TrainingProgress progress;
    private final List<PevlDataset> datasets = new ArrayList<>();
    private final long stepsPerEpoch;
    private final long steps;
    private final long begin = System.nanoTime();

    private RunFolder folder;
    private RunLog log;
    private RunState state = new RunState(0, -1, 0, 0, List.of());
    private double elapsedBefore;
    private LongSupplier clock = System::nanoTime;

    /** What becomes of a step that was made. */
    private interface After {
        void step(RunLog.Step made) throws IOException, TranslateException;
    }

    TrainingLoop(
            TrainedModel model,
            TrainingStep step,
            Trainer trainer,
            AdamW optimizer,
            TrainingProgress progress) {
        this.model = model;
        this.step = step;
        this.trainer = trainer;
        this.optimizer = optimizer;
        this.progress = progress;
        recipe = model.recipe();
        model.data().training().forEach(samples -> datasets.add(dataset(samples)));
        stepsPerEpoch = RoundRobinBatches.passes(datasets) / recipe.accumulationSteps();
        steps = stepsPerEpoch * recipe.epochs();
        requireSteps();
    }

    private PevlDataset dataset(List<? extends Sample> samples) {
        return PevlDataset.builder()
                .setSamples(samples)
                .setTokenizer(model.tokenizer())
                .setImageSide(recipe.imageSide())
                .setMasking(recipe.masking())
                .setAugmentation(recipe.augmentation())
                .optBatch(recipe.batch())
                .optTextsPerImage(recipe.textsPerImage())
                .optMaxTokens(model.maxTokens())
                .optSeed(recipe.seed() + datasets.size()) // else all would begin alike
                .build();
    }

    private void requireSteps() {
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException(
                    "%s items do not fill a step of %d batches of %d; lower batch or accumulationSteps, or add data."
                            .formatted(
                                    datasets.stream().map(PevlDataset::size).toList(),
                                    recipe.accumulationSteps(),
                                    recipe.batch()));
        }
    }

    /** Begins a run; returns the best metric. */
    double start(Path target, RunRecord run) throws IOException, TranslateException {
        RunFolder created = RunFolder.create(target, run, this::fillState);
        try (RunLock lock = RunLock.take(created)) {
            folder = lock.run();
            return run("start");
        }
    }

    /** Goes on with a run, whose arrays are restored; returns the best metric. */
    double resume(RunFolder interrupted, RunState from) throws IOException, TranslateException {
        folder = interrupted;
        state = from;
        elapsedBefore = from.elapsedSeconds();
        return run("resume");
    }

    private double run(String type) throws IOException, TranslateException {
        try (RunLog opened = RunLog.open(folder.log(), state.step())) {
            log = opened;
            log.add(event(type));
            progress.begins(recipe, state.step(), steps);
            while (state.step() < steps) {
                epoch(steps, this::keep);
            }
            log.add(event("end"));
            log.force();
        }
        return state.best();
    }

    /** Makes steps, and keeps nothing but what the log would say of them. */
    Rehearsal rehearse(int number, LongSupplier watch) throws IOException, TranslateException {
        if (number < 1 || number > steps) {
            throw new IllegalArgumentException(
                    "%d steps cannot be rehearsed; with these data the recipe has 1 to %d."
                            .formatted(number, steps));
        }
        clock = watch;
        List<RunLog.Step> made = new ArrayList<>();
        while (state.step() < number) {
            epoch(number, made::add);
        }
        return Rehearsal.of(made, recipe, datasets, trainer.getManager(), clock);
    }

    private RunLog.Event event(String type) {
        List<String> devices = Arrays.stream(trainer.getDevices()).map(Device::toString).toList();
        return new RunLog.Event(type, state.step(), steps, devices, elapsed());
    }

    /** Goes to the end of the epoch, or to the end of all. */
    private void epoch(long end, After after) throws IOException, TranslateException {
        int epoch = (int) (state.step() / stepsPerEpoch);
        long done = state.step() % stepsPerEpoch;
        double whole = recipe.wholeShare(epoch);
        CosineSchedule schedule = recipe.schedule();
        try (RoundRobinBatches feed =
                new RoundRobinBatches(
                        datasets,
                        trainer.getManager(),
                        epoch,
                        done * recipe.accumulationSteps(),
                        whole)) {
            for (long i = done; i < stepsPerEpoch && state.step() < end; i++) {
                RunLog.Step made = learn(feed, epoch, i, schedule.rate(epoch, i));
                progress.step(made.step(), steps, state.smoothLoss());
                after.step(made);
            }
        }
    }

    private void keep(RunLog.Step made) throws IOException, TranslateException {
        log.add(made);
        boolean last = state.step() == steps;
        boolean evaluates = last || state.step() % recipe.evaluation().every() == 0;
        if (evaluates) {
            evaluate(made.epoch());
        }
        if (evaluates || state.step() % recipe.saveEvery() == 0) {
            save();
        }
    }

    private RunLog.Step learn(RoundRobinBatches feed, int epoch, long inEpoch, double rate)
            throws IOException {
        Stopwatch watch = new Stopwatch(clock);
        Map<String, Double> losses = new LinkedHashMap<>();
        double loss = 0;
        int passes = recipe.accumulationSteps();
        int together;
        for (int pass = 0; pass < passes; pass += together) {
            together = Math.min(trainer.getDevices().length, passes - pass);
            loss += pass(feed, together, epoch, inEpoch * passes + pass, watch) / passes;
            double share = (double) together / passes;
            step.parts().forEach((name, part) -> losses.merge(name, part * share, Double::sum));
            step.end();
        }
        trainer.step();
        double norm = optimizer.apply(rate, 1.0 / passes, recipe.clipNorm());
        watch.lap("optimizer");
        count(loss);
        return new RunLog.Step(
                "step",
                state.step(),
                epoch,
                rate,
                loss,
                losses,
                norm,
                watch.parts(),
                Resident.bytes(),
                elapsed());
    }

    /** A pass on each of some devices; returns the sum of their losses. */
    private double pass(
            RoundRobinBatches feed, int together, int epoch, long number, Stopwatch watch)
            throws IOException {
        long due = stepsPerEpoch * recipe.accumulationSteps();
        List<Batch> batches = new ArrayList<>();
        try {
            for (int i = 0; i < together; i++) {
                batches.add(feed.next());
            }
            watch.lap("data");
            step.begin(epoch * due + number, recipe.distillation(epoch, (double) number / due));
            double sum = 0;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList losses = new NDList();
                for (int i = 0; i < together; i++) {
                    losses.add(loss(batches.get(i), trainer.getDevices()[i]));
                }
                for (NDArray loss : losses) {
                    sum += loss.getFloat();
                }
                requireFinite(sum);
                watch.lap("forward");
                losses.forEach(collector::backward);
                watch.lap("backward");
            }
            return sum;
        } finally {
            batches.forEach(Batch::close);
        }
    }

    private NDArray loss(Batch batch, Device device) {
        NDList data = batch.getData().toDevice(device, false);
        NDList labels = batch.getLabels().toDevice(device, false);
        return trainer.getLoss().evaluate(labels, trainer.forward(data, labels));
    }

    private void requireFinite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(
                    "The loss became %s at step %d; lower the learning rate."
                            .formatted(loss, state.step() + 1));
        }
    }

    /** The mean of the first hundred losses, then one that slowly forgets. */
    private void count(double loss) {
        long done = state.step() + 1;
        double smooth =
                state.smoothLoss() + (loss - state.smoothLoss()) / Math.min(done, SMOOTHING_STEPS);
        state = new RunState(done, state.best(), smooth, elapsed(), List.of());
    }

    private void evaluate(int epoch) throws IOException, TranslateException {
        Report report;
        // Else gradient mode, which is on in all threads but one, would build graphs.
        model.network().freezeParameters(true);
        try {
            report = model.evaluate();
        } finally {
            model.network().freezeParameters(false, step::learns);
        }
        boolean best = report.value() > state.best();
        if (best) {
            state =
                    new RunState(
                            state.step(), report.value(), state.smoothLoss(), elapsed(), List.of());
            folder.writeBest(model::write);
        }
        log.add(
                new RunLog.Evaluated(
                        "evaluation",
                        state.step(),
                        epoch,
                        report.metric(),
                        report.value(),
                        report.scores(),
                        best,
                        elapsed()));
        progress.evaluated(state.step(), epoch, report, best);
    }

    private void save() throws IOException {
        log.force();
        AtomicFolder.write(folder.last(), this::fillState);
    }

    private void fillState(Path draft) throws IOException {
        model.write(draft);
        try (StateArrays arrays = StateArrays.of(step, optimizer)) {
            arrays.write(draft.resolve(RunState.ARRAYS));
        }
        state.write(draft);
    }

    private double elapsed() {
        return elapsedBefore + (System.nanoTime() - begin) / 1e9;
    }
}
