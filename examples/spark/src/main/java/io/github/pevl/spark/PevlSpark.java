package io.github.pevl.spark;

import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Answers the rows of a Spark table with a PEVL model.
 *
 * <pre>{@code
 * Dataset<Row> rows = ...; // id, path, expressions
 * Dataset<Row> answers = PevlSpark.builder("pevl-everyday").build().answer(rows);
 * }</pre>
 *
 * <p>Input columns:
 *
 * <ul>
 *   <li>{@code id}, of any type
 *   <li>{@code path} of an image file, a text that Hadoop's {@code FileSystem} opens on the
 *       executor; or {@code content}, its bytes
 *   <li>{@code expressions}, a list of texts, for grounding; or {@code request}, for any task: a
 *       JSON object with the fields of a served request, without the image
 * </ul>
 *
 * <p>Output columns: {@code id}, {@code path}, {@code width}, {@code height} (pixels), the answer,
 * {@code error}, {@code errorKind}, {@code millis}, {@code model}. For grounding and phrases the
 * answer is {@code groundings}, a list of {@code expression} and {@code boxes}, each of {@code x},
 * {@code y}, {@code width}, {@code height} (pixels, {@link io.github.pevl.text.PixelArea}) and
 * {@code probability}, best first, and none of what the model says is not there (its argument
 * {@code presence} set to {@code off} gives a box of everything). For the other tasks it is {@code
 * answer}, the JSON that a server answers. {@code millis} is the time for decoding and the row's
 * share of the time of the network.
 *
 * <p>There is one output row for each input row, in the same order. A row that cannot be answered
 * has an {@code error} and no answer; {@code errorKind} is one of {@code missing}, {@code
 * unreadable}, {@code too large}, {@code bad request} and {@code failed}. Only a model that cannot
 * be loaded fails a Spark task.
 *
 * <p>Each executor loads the model once. PyTorch computes in as many threads as {@code
 * spark.task.cpus}, unless the Java property {@code ai.djl.pytorch.num_threads} says otherwise.
 */
public final class PevlSpark {

    private final AnswerOptions options;

    private PevlSpark(AnswerOptions options) {
        this.options = options;
    }

    /**
     * Starts to choose options.
     *
     * @param model a name of the zoo such as {@code pevl-everyday}; a model folder, compiled or
     *     not, that every executor sees; or the name of a folder that {@code --archives} brings
     */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    /**
     * Answers rows, when Spark asks for the answers.
     *
     * @throws IllegalArgumentException if a column is missing or has another type
     */
    public Dataset<Row> answer(Dataset<Row> rows) {
        PartitionAnswers answers =
                answers(
                        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()),
                        rows.schema());
        return rows.mapPartitions(answers, Encoders.row(answers.columns().schema()));
    }

    /** The same for rows of a job, which need not be in the form of tables. */
    JavaRDD<Row> answer(JavaSparkContext spark, JavaRDD<Row> rows, StructType schema) {
        return rows.mapPartitions(answers(spark, schema)::call);
    }

    private PartitionAnswers answers(JavaSparkContext spark, StructType schema) {
        RowFields fields = RowFields.of(schema, options.task());
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        return new PartitionAnswers(
                options, fields, AnswerColumns.of(fields.idField(), options), hadoop);
    }

    /** Options. */
    public static final class Builder {

        private static final int DEFAULT_BATCH = 8;
        private static final int DEFAULT_PIXELS = 50_000_000;
        private static final int DEFAULT_BYTES = 64 << 20;

        private final String model;
        private final Map<String, String> arguments = new HashMap<>();
        private Task<?, ?> task = Tasks.GROUNDING;
        private int alternatives = 1;
        private @Nullable String images;
        private boolean upright;
        private int batch = DEFAULT_BATCH;
        private int maxPixels = DEFAULT_PIXELS;
        private int maxBytes = DEFAULT_BYTES;

        private Builder(String model) {
            this.model = model;
        }

        /**
         * The task; grounding by default.
         *
         * @throws IllegalArgumentException if there is no task of that name
         */
        public Builder optTask(String name) {
            task = Tasks.named(name);
            return this;
        }

        /** The maximum number of boxes for each of {@code expressions}; 1 by default. */
        public Builder optAlternatives(int value) {
            alternatives = atLeastOne("alternatives", value);
            return this;
        }

        /** An argument of the model, such as a limit of {@code RequestLimits}. */
        public Builder optArgument(String name, String value) {
            arguments.put(name, value);
            return this;
        }

        /** The folder that relative paths start from; Hadoop's default by default. */
        public Builder optImages(String folder) {
            images = folder;
            return this;
        }

        /** Whether to turn images by their EXIF orientation; off by default. */
        public Builder optUpright(boolean value) {
            upright = value;
            return this;
        }

        /** The maximum number of rows that the network answers together; 8 by default. */
        public Builder optBatch(int value) {
            batch = atLeastOne("batch", value);
            return this;
        }

        /**
         * The maximum number of pixels of an image; 50,000,000 by default. This bounds memory: a
         * Spark task never holds twice as many, of four bytes each, whatever the batch.
         */
        public Builder optMaxPixels(int value) {
            maxPixels = atLeastOne("maxPixels", value);
            return this;
        }

        /** The maximum number of bytes of an image file; 64 MiB by default. */
        public Builder optMaxBytes(int value) {
            maxBytes = atLeastOne("maxBytes", value);
            return this;
        }

        /** Makes the object. */
        public PevlSpark build() {
            return new PevlSpark(options());
        }

        AnswerOptions options() {
            return new AnswerOptions(
                    model,
                    task.name(),
                    Map.copyOf(arguments),
                    alternatives,
                    images,
                    upright,
                    batch,
                    maxPixels,
                    maxBytes);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        "%s is %d; it must be at least 1.".formatted(name, value));
            }
            return value;
        }
    }
}
