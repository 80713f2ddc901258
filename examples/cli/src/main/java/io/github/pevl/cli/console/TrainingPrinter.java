package io.github.pevl.cli.console;

import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.TrainingProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints the recipe and the evaluations of a training, and shows its progress. */
public final class TrainingPrinter implements TrainingProgress {

    private final ProgressReporter progress;
    private final PrintWriter out;
    private double loss;

    public TrainingPrinter(ProgressReporter progress, PrintWriter out) {
        this.progress = progress;
        this.out = out;
    }

    @Override
    public void started(Recipe recipe, long step, long steps) {
        out.print(RecordJson.write(recipe));
        if (step > 0) {
            out.println("Continues after step %d of %d.".formatted(step, steps));
        }
        out.flush();
    }

    @Override
    public void step(long step, long steps, double loss) {
        this.loss = loss;
        progress.at(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
    }

    @Override
    public void evaluated(long step, int epoch, Report report, boolean best) {
        progress.print(
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
