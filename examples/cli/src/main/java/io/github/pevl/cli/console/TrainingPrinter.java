package io.github.pevl.cli.console;

import io.github.pevl.json.RecordJson;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.Report;
import io.github.pevl.run.TrainingProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints the recipe of a training, shows its steps, and prints its evaluations. */
public final class TrainingPrinter implements TrainingProgress {

    private final ProgressReporter meter;
    private final PrintWriter out;
    private double loss;

    public TrainingPrinter(ProgressReporter meter, PrintWriter out) {
        this.meter = meter;
        this.out = out;
    }

    @Override
    public void started(Recipe recipe, long step, long steps) {
        out.print(RecordJson.write(recipe));
        if (step > 0) {
            out.println("Goes on after step %d of %d.".formatted(step, steps));
        }
        out.flush();
    }

    @Override
    public void step(long step, long steps, double loss) {
        this.loss = loss;
        meter.at(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
    }

    @Override
    public void evaluated(long step, int epoch, Report report, boolean best) {
        meter.print(
                out,
                String.format(
                        Locale.ROOT,
                        "step %d, epoch %d, loss %.4f%s%n%s",
                        step,
                        epoch + 1,
                        loss,
                        best ? ", the best so far" : "",
                        report.table().stripTrailing()));
    }
}
