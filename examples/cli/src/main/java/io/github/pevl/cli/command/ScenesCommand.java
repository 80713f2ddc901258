package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.internal.util.Count;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl scenes}. */
@Command(
        name = "scenes",
        description = {
            "Draws images of coloured shapes or of everyday things, with annotations for all tasks.",
            "The same count and seed give the same files: images/*.png; train.json and eval.json",
            "(referring expressions); the same two for captions, relations, choices and questions,",
            "such as captions-train.json, and for everyday things for presence, expressions that may",
            "mean nothing; questions-clues.json for early training; and the lists answers.json,",
            "predicates.txt and relations-dictionary.json."
        },
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 2000 --seed 2 --out data/test",
            "  pevl scenes --world everyday --count 2000 --seed 2 --out data/everyday",
            "  pevl scenes --world everyday --style twemoji --count 500 --out data/unseen-style"
        })
public final class ScenesCommand extends ConsoleCommand {

    private static final int MAX = 1_000_000;

    /** The names of styles, for the help text. */
    static final class Styles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return World.styles().iterator();
        }
    }

    @Option(
            names = {"-n", "--count"},
            required = true,
            paramLabel = "N",
            description = "Number of images, 1 to 1000000.")
    private int count;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "S",
            defaultValue = "1",
            description = "Random seed, an integer. Default: 1.")
    private long seed;

    @Mixin private WorldOption world;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            completionCandidates = Styles.class,
            description =
                    "The style of everyday things: ${COMPLETION-CANDIDATES}. Models are trained on"
                            + " the first, and tested on the other. Default: noto.")
    private String style;

    @Option(
            names = "--plain",
            description =
                    "Everyday things on faint backgrounds, which are easier to learn from at first.")
    private boolean plain;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "6",
            description = "Max number of objects in a scene, 1 to 6. Default: 6.")
    private int objects;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "A new or empty folder.")
    private Path out;

    @Override
    public Integer call() throws BadInput, IOException {
        BadInput.unlessIn("--count", count, 1, MAX);
        BadInput.unlessIn("--objects", objects, 1, SceneGenerator.MAX_OBJECTS);
        OutFolder.checkNew("--out", out);
        World chosen = world.world(style);
        World drawn = plain ? chosen.plain() : chosen;
        int side = SceneModel.config(drawn).imageSide();
        SceneGenerator generator = new SceneGenerator(drawn, seed, side, objects);
        try (ProgressReporter progress = progress("scenes")) {
            SceneWriter.write(generator, count, out, done -> progress.at(done, count, ""));
        } catch (FileAlreadyExistsException e) {
            throw new BadInput("--out " + e.getMessage() + ".", e);
        }
        String scenes = Count.of(count, "scene");
        out().println(
                        "%s of seed %d %s in %s"
                                .formatted(scenes, seed, count == 1 ? "is" : "are", out));
        return ExitCode.OK;
    }
}
