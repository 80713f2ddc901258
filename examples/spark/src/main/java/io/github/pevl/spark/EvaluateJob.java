package io.github.pevl.spark;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Evaluates a model as {@code pevl evaluate} does, and prints the same table. */
@Command(
        name = "EvaluateJob",
        description =
                "Evaluates a model on annotations that all executors see, and prints the table of"
                        + " 'pevl evaluate'.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong input."})
public final class EvaluateJob extends JobCommand {

    private static final int GROUPS_PER_TASK = 64;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "A data folder or a file of annotations.")
    private String data = "";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Default: the task that the model was trained for.")
    private @Nullable String task;

    /** Runs the job and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(commandLine(new EvaluateJob()).execute(args));
    }

    @Override
    void run(SparkSession spark) throws Exception {
        EvaluationSource source;
        EvaluationData read;
        try {
            source = new EvaluationSource(model(), task == null ? ownTask() : task, data, images());
            read = source.read();
        } catch (IOException | IllegalArgumentException | ModelNotFoundException e) {
            throw badInput(e);
        }
        out().print(table(spark, TaskEvaluators.named(source.task()), source, read));
        out().flush();
    }

    private String ownTask() throws IOException, ModelNotFoundException, MalformedModelException {
        Recipe recipe = EvaluationSource.recipe(model());
        if (recipe != null) {
            return recipe.task();
        }
        try (ZooModel<NDList, NDList> opened =
                new ModelKey<>(model(), Map.of(), NDList.class, NDList.class).open()) {
            return Tasks.trained(opened.getProperty(PevlTranslatorFactory.TASK)).stream()
                    .map(trained -> trained.name())
                    .filter(TaskEvaluators.names()::contains)
                    .findFirst()
                    .orElse(Tasks.GROUNDING.name());
        }
    }

    /** Scores in the order of the annotations, so that sums have the same last digit. */
    private static <Q, A, S extends Sample> String table(
            SparkSession spark,
            TaskEvaluator<Q, A, S> evaluator,
            EvaluationSource source,
            EvaluationData data) {
        List<List<S>> groups = EvaluationSource.groups(evaluator, data);
        List<Integer> numbers = IntStream.range(0, groups.size()).boxed().toList();
        JavaRDD<GroupAnswers.Answer> answers =
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(numbers, groups.size() / GROUPS_PER_TASK + 1)
                        .mapPartitions(new GroupAnswers(source))
                        .persist(StorageLevel.DISK_ONLY());
        try {
            answers.count(); // answers all at the same time; then they are read in order
            TaskEvaluator.Scorer<S, A> scorer = evaluator.scorer();
            Iterator<GroupAnswers.Answer> each = answers.toLocalIterator();
            while (each.hasNext()) {
                GroupAnswers.Answer answer = each.next();
                A result =
                        GroupAnswers.JSON.fromJson(answer.result(), evaluator.task().resultType());
                scorer.add(
                        groups.get(answer.group()), Objects.requireNonNull(result), answer.cut());
            }
            return scorer.report().table();
        } finally {
            answers.unpersist();
        }
    }
}
