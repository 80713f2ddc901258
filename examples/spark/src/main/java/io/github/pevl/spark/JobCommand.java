package io.github.pevl.spark;

import io.github.pevl.zoo.PevlModelZoo;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A program for a cluster. Exit codes: 0 done, 1 failed, 2 wrong input. */
abstract class JobCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = PevlModelZoo.DEFAULT,
            description =
                    "A name of the zoo, a folder that all executors see, or the name of a folder that"
                            + " --archives brings. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "Relative paths start here. Default: the folder of the manifest or annotations.")
    private @Nullable String images;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** The program's command line, which prints errors in one line. */
    static CommandLine commandLine(JobCommand job) {
        return new CommandLine(job)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, all) -> job.report(e, ExitCode.USAGE))
                .setExecutionExceptionHandler((e, line, all) -> job.report(e, ExitCode.SOFTWARE));
    }

    private int report(Exception error, int code) {
        String message = Failure.describe(error);
        err().println(line().getCommandName() + ": " + message);
        if (verbose) {
            error.printStackTrace(err());
        }
        err().flush();
        return code;
    }

    /** Uses the session that is there, as in a notebook; else starts one and stops it. */
    @Override
    public final Integer call() throws Exception {
        boolean running = SparkSession.getDefaultSession().isDefined();
        SparkSession spark = SparkSession.builder().config(settings()).getOrCreate();
        try {
            run(spark);
            return ExitCode.OK;
        } finally {
            if (!running) {
                spark.stop();
            }
        }
    }

    /** Does the work. */
    abstract void run(SparkSession spark) throws Exception;

    /** What spark-submit sets takes precedence. */
    private SparkConf settings() {
        return new SparkConf()
                .setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.app.name", line().getCommandName())
                .setIfMissing("spark.log.level", "WARN")
                // A row that ends its executor is found after two losses, not after four.
                .setIfMissing("spark.task.maxFailures", "2");
    }

    /** An error of the user's input. */
    final ParameterException badInput(Exception e) {
        return new ParameterException(line(), Failure.describe(e), e);
    }

    final String model() {
        return model;
    }

    /** Where relative paths start; null if no option says so. */
    final @Nullable String images() {
        return images;
    }

    final PrintWriter out() {
        return line().getOut();
    }

    final PrintWriter err() {
        return line().getErr();
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
