package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a run does into its folder: the log, and, when they are due, the best model and the
 * state to resume from.
 */
final class RunRecorder implements TrainingLoop.Listener, AutoCloseable {

    private final TrainingSession session;
    private final RunFolder folder;
    private final @Nullable RunLock ownLock; // null if the caller holds it
    private final long steps;
    private final TrainingProgress progress;
    private final RunLog log;
    private final long startNanos = System.nanoTime();
    private final double secondsBefore;
    private RunState state;

    private RunRecorder(
            TrainingSession session,
            RunFolder folder,
            @Nullable RunLock ownLock,
            RunState state,
            long steps,
            TrainingProgress progress)
            throws IOException {
        this.session = session;
        this.folder = folder;
        this.ownLock = ownLock;
        this.state = state;
        this.steps = steps;
        this.progress = progress;
        secondsBefore = state.elapsedSeconds();
        log = RunLog.open(folder.log(), state.step());
    }

    /**
     * Starts a run: creates its folder, with the state before the first step, and locks it.
     *
     * @param target does not exist, or is empty
     * @param steps of the whole run
     */
    static RunRecorder start(
            TrainingSession session,
            Path target,
            RunRecord record,
            long steps,
            TrainingProgress progress)
            throws IOException {
        RunState state = RunState.START;
        RunFolder folder =
                RunFolder.create(target, record, draft -> fillState(session, state, draft));
        RunLock lock = RunLock.take(folder);
        return new RunRecorder(session, folder, lock, state, steps, progress).opened("start");
    }

    /**
     * Resumes a run: restores its arrays into the session.
     *
     * @param folder of the run, locked by the caller
     * @param steps of the whole run
     */
    static RunRecorder resume(
            TrainingSession session, RunFolder folder, long steps, TrainingProgress progress)
            throws IOException {
        RunState state = folder.state();
        if (state.hasArrays()) {
            session.restoreArrays(folder.last().resolve(RunState.ARRAYS), state.step());
        }
        return new RunRecorder(session, folder, null, state, steps, progress).opened("resume");
    }

    /** Writes a log for TensorBoard from now on, and from the beginning. */
    RunRecorder withTensorBoard() throws IOException {
        RunHistory past = RunHistory.read(folder.root());
        List<Record> entries = new ArrayList<>(past.steps());
        entries.addAll(past.evaluations());
        double start = System.currentTimeMillis() / 1e3 - elapsedSeconds();
        log.alsoTo(TensorBoardLog.open(folder.root(), start, entries));
        return this;
    }

    private RunRecorder opened(String type) throws IOException {
        if (TensorBoardLog.isIn(folder.root())) {
            withTensorBoard();
        }
        log(type);
        progress.started(session.recipe(), state.step(), steps);
        return this;
    }

    private static void fillState(TrainingSession session, RunState state, Path draft)
            throws IOException {
        session.trained().writeState(draft);
        session.writeArrays(draft.resolve(RunState.ARRAYS));
        state.write(draft);
    }

    private void log(String type) throws IOException {
        List<String> devices = Arrays.stream(session.devices()).map(Device::toString).toList();
        RunHistory.Environment environment = type.equals("end") ? null : RunEnvironment.current();
        log.add(
                new RunHistory.Event(
                        type, state.step(), steps, devices, elapsedSeconds(), environment));
    }

    /** Steps of the run so far. */
    long stepsTaken() {
        return state.step();
    }

    @Override
    public void stepTaken(OptimizerStep.Result step) throws IOException, TranslateException {
        RunHistory.Step entry = RunHistory.Step.of(step, elapsedSeconds());
        state = state.after(step.loss(), entry.elapsedSeconds());
        progress.step(state.step(), steps, state.smoothLoss());
        log.add(entry);
        Recipe recipe = session.recipe();
        boolean evaluates =
                state.step() == steps || state.step() % recipe.evaluation().every() == 0;
        if (evaluates) {
            evaluate(step.epoch());
        }
        if (evaluates || state.step() % recipe.saveEvery() == 0) {
            log.force();
            AtomicFolder.write(folder.last(), draft -> fillState(session, state, draft));
        }
    }

    private void evaluate(int epoch) throws IOException, TranslateException {
        Report report = session.evaluate();
        boolean best = report.value() > state.best();
        if (best) {
            state = state.withBest(report.value(), elapsedSeconds());
            folder.writeBest(session.trained()::write);
        }
        log.add(RunHistory.Evaluated.of(report, state.step(), epoch, best, elapsedSeconds()));
        progress.evaluated(state.step(), epoch, report, best);
    }

    /**
     * Logs the end of the run.
     *
     * @return the metric of the best model, 0 to 1
     */
    double end() throws IOException {
        log("end");
        log.force();
        return state.best();
    }

    private double elapsedSeconds() {
        return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            if (ownLock != null) {
                ownLock.close();
            }
        }
    }
}
