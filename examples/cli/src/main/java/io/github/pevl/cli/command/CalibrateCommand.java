package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.internal.evaluate.PresenceFit;
import io.github.pevl.internal.evaluate.PresenceQuestions;
import io.github.pevl.internal.evaluate.PresenceScores;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl calibrate}. */
@Command(
        name = "calibrate",
        description = {
            "Calibrates how surely a model says that what an expression means is there: fits its matching"
                    + " scores to validation data (presence-eval.json), chooses the threshold below which 'ground' says \"not"
                    + " found\", and writes both with the curve of thresholds into presence.json of the"
                    + " model folder.",
            "Prints how well the model tells, on the same data, what is there from what is not;"
                    + " 'pevl evaluate --presence' says so for other data."
        },
        footer = {
            "  pevl scenes --world everyday --count 1000 --seed 2001 --out data/validation",
            "  pevl calibrate --model runs/everyday --data data/validation"
        })
public final class CalibrateCommand extends ConsoleCommand {

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "DIR",
            description = "A model folder, or a run, whose best model is meant.")
    private String model;

    @Mixin private DataOptions data;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        ModelOption option = new ModelOption(model);
        Path folder = option.modelFolder();
        List<PresenceSample> samples = data.presence();
        PresenceScores bare;
        try (ZooModel<GroundingRequest, GroundingResult> opened =
                        option.open(
                                GroundingRequest.class,
                                GroundingResult.class,
                                null,
                                Map.of(PevlTranslatorFactory.PRESENCE, "uncalibrated"));
                Predictor<GroundingRequest, GroundingResult> predictor = opened.newPredictor();
                ProgressReporter progress = progress("expressions")) {
            bare =
                    PresenceQuestions.scores(
                            predictor, samples, done -> progress.at(done, samples.size(), ""));
        }
        PresenceCalibration calibration;
        try {
            calibration = PresenceFit.of(bare);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
        calibration.write(folder);
        out().print(bare.by(calibration).table(calibration.threshold()));
        out().println("Written to " + folder.resolve(PresenceCalibration.FILE));
        return ExitCode.OK;
    }
}
