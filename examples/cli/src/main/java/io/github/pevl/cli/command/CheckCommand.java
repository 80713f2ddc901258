package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.internal.util.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code pevl check}. */
@Command(
        name = "check",
        description = {
            "Finds errors in an annotation file before you train on it.",
            "Prints a line for each missing image, box outside its image, span outside its caption,"
                    + " or wrong field, with line, entry and field; then a summary. The exit code is"
                    + " 1 if there is a problem."
        },
        footer = {
            "  pevl check --format grounding --data refcoco/train.json --images coco/train2014",
            "  pevl check --format mdetr --data final_mixed_train.json --images images",
            "  pevl check --format vrd --dictionary vg_dict.json --data vrd.json --images VG_100K"
        })
public final class CheckCommand extends ConsoleCommand {

    @Option(
            names = {"-f", "--format"},
            required = true,
            paramLabel = "FORMAT",
            completionCandidates = Names.Formats.class,
            description = "The format: ${COMPLETION-CANDIDATES}.")
    private String format;

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "FILE",
            description = "The annotation file.")
    private Path data;

    @Option(
            names = {"-i", "--images"},
            required = true,
            paramLabel = "DIR",
            description = "The folder that names of images are relative to.")
    private Path images;

    @Option(
            names = "--dictionary",
            paramLabel = "FILE",
            description = "For relations: the file with idx_to_label and idx_to_predicate.")
    private Path dictionary;

    @Override
    public Integer call() throws BadInput, IOException {
        AnnotationFormat<?> chosen = chosen();
        if (!Files.isRegularFile(data)) {
            throw new BadInput("There is no file %s. Check the path.".formatted(data));
        }
        if (!Files.isDirectory(images)) {
            throw new BadInput("There is no folder %s. Check the path.".formatted(images));
        }
        AnnotationFormat.Check found =
                chosen.check(data, images, problem -> out().println(Failures.oneLine(problem)));
        out().println(
                        "%s in %s: %s can be used, %s named%s"
                                .formatted(
                                        Count.of(found.problems(), "problem"),
                                        Count.of(found.entries(), "entry"),
                                        Count.of(found.samples(), "sample"),
                                        Count.of(found.images(), "image")
                                                + (found.images() == 1 ? " is" : " are"),
                                        found.remarks() == 0
                                                ? ""
                                                : "; remarks: " + found.remarks()));
        return found.problems() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private AnnotationFormat<?> chosen() throws BadInput, IOException {
        try {
            return AnnotationFormat.named(format, dictionary);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }
}
