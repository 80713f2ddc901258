package io.github.pevl.examples;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.run.GroundingEvaluation;
import io.github.pevl.run.GroundingReport;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Pevl.Version.class,
        sortOptions = false,
        description = {
            "Grounds all expressions of a data folder and compares with the annotated boxes.",
            "Prints a table: a line for all, then one for each kind of expression. A box counts as"
                    + " found from an intersection over union of 0.5 on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl scenes --count 2000 --seed 2 --out data/test",
            "  pevl evaluate --data data/test",
            "  pevl evaluate --data data/test --model runs/scenes"
        })
final class EvaluateCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "A folder with eval.json and the pictures that it names.")
    private Path data;

    @Mixin private final ModelOption model = new ModelOption(Task.GROUND.model());

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        List<GroundingSample> samples = DataFolder.evaluation(data);
        try (ZooModel<GroundingRequest, GroundingResult> loaded = model.open(Task.GROUND);
                Predictor<GroundingRequest, GroundingResult> predictor = loaded.newPredictor()) {
            out().print(evaluate(predictor, samples).table());
            out().flush();
        }
        return ExitCode.OK;
    }

    private GroundingReport evaluate(
            Predictor<GroundingRequest, GroundingResult> predictor, List<GroundingSample> samples)
            throws BadInput, TranslateException {
        int count = samples.size();
        try (Meter meter = new Meter(err(), "expressions", count)) {
            return GroundingEvaluation.run(predictor, samples, done -> meter.at(done, count, ""));
        } catch (IOException e) { // only pictures are read here
            throw new BadInput(e.getMessage(), e);
        }
    }
}
