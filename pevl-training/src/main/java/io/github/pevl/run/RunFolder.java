package io.github.pevl.run;

import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.files.OutputFolder;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a run: {@code run.json}, {@code log.jsonl}, {@code best}, a model, {@code model},
 * which lets DJL open it, and {@code last}, a model and the state to go on from. Each is written
 * beside its target and moved, so that a run that is killed at any moment leaves a complete state.
 *
 * @param root the folder
 */
record RunFolder(Path root) {

    private static final String LAST = "last";

    /**
     * Creates the folder, with the state before the first step. It appears when it is complete.
     *
     * @param folder does not exist, or is empty
     * @param state fills {@code last}
     */
    static RunFolder create(Path folder, RunRecord run, AtomicFolder.Filling state)
            throws IOException {
        OutputFolder.requireNew(folder);
        AtomicFolder.write(
                folder,
                draft -> {
                    RecordJson.save(draft.resolve(RunRecord.FILE), run);
                    state.fill(Files.createDirectory(draft.resolve(LAST)));
                });
        return new RunFolder(folder);
    }

    /** Cleans up what a killed run left incomplete; only its trainer may. */
    void recover() throws IOException {
        AtomicFolder.recover(best());
        AtomicFolder.recover(last());
        ModelFolder.makeRunOpenable(root);
    }

    /** Writes the best model, and what {@code optModelPath} needs to open it or the run. */
    void writeBest(AtomicFolder.Filling model) throws IOException {
        AtomicFolder.write(
                best(),
                draft -> {
                    model.fill(draft);
                    ModelFolder.makeOpenable(draft, root);
                });
        ModelFolder.makeRunOpenable(root);
    }

    /**
     * The folder of an existing run.
     *
     * @throws IOException if it is not the folder of a run
     */
    static RunFolder existing(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(RunRecord.FILE))) {
            throw new IOException(
                    "%s is no run: it has no %s. Name the folder that a training was to write, or start a new one."
                            .formatted(folder, RunRecord.FILE));
        }
        return new RunFolder(folder);
    }

    RunRecord record() throws IOException {
        return RunRecord.read(root.resolve(RunRecord.FILE));
    }

    /**
     * The state to resume from, checked.
     *
     * @throws IOException if it is missing or damaged
     */
    RunState state() throws IOException {
        if (!Files.isRegularFile(last().resolve(RunState.FILE))) {
            throw new IOException(
                    "%s holds no state to resume from; start a new run.".formatted(last()));
        }
        RunState state = RecordJson.read(last().resolve(RunState.FILE), RunState.class);
        state.check(last());
        return state;
    }

    Path best() {
        return root.resolve(ModelFolder.BEST);
    }

    Path last() {
        return root.resolve(LAST);
    }

    Path log() {
        return root.resolve(RunLog.FILE);
    }
}
