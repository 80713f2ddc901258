package io.github.pevl.cli.command;

import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.internal.checkpoint.CheckpointException;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelImport;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pevl import}. */
@Command(
        name = "import",
        description = {
            "Makes a model folder, a repository entry, or both, from original weights.",
            "Takes PEVL's and ALBEF's files, and DeiT's for --task pretrain. Leaves out momentum"
                    + " encoders and queues. Prints what became of the tensors."
        },
        footer = {
            "  pevl import grounding.pth --task grounding --out models/grounding",
            "  pevl import my_refcoco.pth --task refcoco --repository models --precision fp16",
            "  java -Dpevl.repository=models -jar pevl.jar ground --model pevl-refcoco ..."
        })
public final class ImportCommand extends ConsoleCommand {

    /** Precision of stored weights. */
    enum Precision {
        FP32(ElementType.FLOAT32),
        FP16(ElementType.FLOAT16),
        BF16(ElementType.BFLOAT16);

        private final ElementType type;

        Precision(ElementType type) {
            this.type = type;
        }
    }

    @Parameters(paramLabel = "FILE", description = "The original weights.")
    private Path file;

    @Option(
            names = {"-t", "--task"},
            required = true,
            paramLabel = "TASK",
            completionCandidates = Names.ImportedTasks.class,
            description = "The model's task: ${COMPLETION-CANDIDATES}.")
    private String task;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The model folder to write: new, empty, or a model to replace.")
    private Path out;

    @Option(
            names = {"-r", "--repository"},
            paramLabel = "DIR",
            description = "The repository to add the model to, as pevl-TASK; created if missing.")
    private Path repository;

    @Option(
            names = "--entry-version",
            paramLabel = "N.N.N",
            defaultValue = "0.1.0",
            description = "Version of the entry. Default: ${DEFAULT-VALUE}.")
    private String version;

    @Option(
            names = {"-p", "--precision"},
            paramLabel = "TYPE",
            defaultValue = "fp32",
            description =
                    "Precision of weights: fp32, or fp16 or bf16 for half the size. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Precision precision;

    @Option(
            names = {"-s", "--image-side"},
            paramLabel = "N",
            description =
                    "Side of the images, pixels; position embeddings are interpolated to it."
                            + " Default: that of the file.")
    private Integer imageSide;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "A config.json with the network's sizes. Default: from the shapes in the file, with"
                            + " attention heads of 64.")
    private Path config;

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "The vocabulary, one word a line. Default: BERT's.")
    private Path vocabulary;

    @Override
    public Integer call() throws BadInput, IOException {
        try {
            out().print(describe().run().summary());
        } catch (IllegalArgumentException | CheckpointException e) {
            throw new BadInput(e);
        }
        if (out != null) {
            out().println("written  " + out);
        }
        if (repository != null) {
            out().println("added    pevl-%s %s to %s".formatted(task, version, repository));
        }
        out().flush();
        return ExitCode.OK;
    }

    private ModelImport describe() throws BadInput {
        if (out == null && repository == null) {
            throw new BadInput("Nowhere to write to. Give --out DIR, --repository DIR, or both.");
        }
        if (out != null) {
            OutFolder.checkWritable("--out", out);
        }
        if (repository != null) {
            OutFolder.checkWritable("--repository", repository);
        }
        ModelImport.Builder builder =
                ModelImport.builder()
                        .setCheckpoint(file)
                        .setTask(task)
                        .optFolder(out)
                        .optRepository(repository)
                        .optVersion(version)
                        .optPrecision(precision.type);
        if (imageSide != null) {
            builder.optImageSide(imageSide);
        }
        try {
            if (config != null) {
                builder.optConfig(RecordJson.read(config, PevlConfig.class));
            }
            if (vocabulary != null) {
                builder.optVocabulary(PevlVocabulary.read(vocabulary));
            }
        } catch (IOException e) {
            throw new BadInput(e);
        }
        return builder.build();
    }
}
