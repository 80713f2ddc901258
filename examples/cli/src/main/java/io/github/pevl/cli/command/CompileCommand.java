package io.github.pevl.cli.command;

import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelCompiler;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl compile}. */
@Command(
        name = "compile",
        description = {
            "Compiles a model to TorchScript: the same answers in a fraction of the time.",
            "The result is a model folder for --model and for DJL. Its model.pt is a TorchScript"
                    + " archive, which Python and C++ open as well. It runs on CPUs only."
        },
        footer = {
            "  pevl compile --model models/grounding --out models/fast",
            "  pevl compile --model pevl-everyday --out models/everyday --precision fp32",
            "  pevl ground --model models/fast --image street.jpg --text \"the red car\""
        })
public final class CompileCommand extends ConsoleCommand {

    @Mixin private final ModelOption model = new ModelOption(PevlModelZoo.DEFAULT);

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "The model folder to write: new, empty, or a model to replace.")
    private Path out;

    @Option(
            names = {"-p", "--precision"},
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = {
                "Precision of weights. fp32: unchanged; bf16: 16 bits (bfloat16); int8: 8 bits; auto:"
                        + " bf16, but float32 products where the CPU is faster with them. Default:"
                        + " ${DEFAULT-VALUE}."
            })
    private Precision precision;

    @Option(
            names = "--adapter",
            paramLabel = "FILE",
            description =
                    "Adapters that training with tuning: LORA wrote beside this model's weights; they"
                            + " are added to these. A soft prompt (tuning: PROMPT) is refused.")
    private Path adapter;

    private ZooModel<GroundingRequest, GroundingResult> open() throws BadInput, IOException {
        return model.open(Tasks.GROUNDING, model.asItIs());
    }

    @Override
    public Integer call() throws BadInput, IOException {
        try {
            ModelFolder.checkTarget(out);
        } catch (IOException e) {
            throw new BadInput(e);
        }
        Path source;
        try (ZooModel<GroundingRequest, GroundingResult> opened = open()) {
            if (!(opened.getBlock() instanceof PevlBlock)) {
                throw new BadInput(
                        "The model %s is compiled already; name the model that it was compiled from."
                                .formatted(model.name()));
            }
            source = opened.getModelPath();
        }
        if (adapter == null) {
            ModelCompiler.compile(source, out, precision);
        } else {
            ModelCompiler.compile(source, adapter, out, precision);
        }
        out().println("written  " + out);
        out().flush();
        return ExitCode.OK;
    }
}
