package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.cli.console.ProgramVersion;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.Count;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code pevl scenes}. */
@Command(
        name = "scenes",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = {
            "Makes images of coloured shapes, and what all tasks say about them, to train with.",
            "The same number and seed make the same files: images/*.png; train.json and eval.json",
            "(expressions that name a shape), and the same two of captions, relations, choices and",
            "questions, such as captions-train.json; questions-clues.json, to begin training with;",
            "what there is to answer: answers.json, predicates.txt, relations-dictionary.json."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 2000 --seed 2 --out data/test"
        })
public final class ScenesCommand extends ConsoleCommand {

    private static final int MOST = 1_000_000;

    @Option(
            names = {"-n", "--count"},
            required = true,
            paramLabel = "N",
            description = "How many images, 1 to 1000000.")
    private int count;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "S",
            defaultValue = "1",
            description = "Any whole number; another seed makes other scenes. Default: 1.")
    private long seed;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "6",
            description = "The most objects in a scene, 1 to 6. Default: 6.")
    private int objects;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "A new or empty folder.")
    private Path out;

    @Override
    public Integer call() throws BadInput, IOException {
        BadInput.unlessIn("--count", count, 1, MOST);
        BadInput.unlessIn("--objects", objects, 1, SceneGenerator.MOST_OBJECTS);
        OutFolder.checkNew("--out", out);
        SceneGenerator generator = new SceneGenerator(seed, SceneGenerator.DEFAULT_SIDE, objects);
        try (ProgressReporter meter = new ProgressReporter(err(), "scenes", count)) {
            SceneWriter.write(generator, count, out, done -> meter.at(done, count, ""));
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
