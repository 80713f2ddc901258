package io.github.pevl.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads lists of images and expressions. */
final class Manifest {

    /** Identifier (may be null), path of the image, expressions. */
    static final StructType SCHEMA =
            StructType.fromDDL("id string, path string, expressions array<string>");

    private static final String EXPRESSION = "expression";
    private static final String JSON_LINES = "jsonl";
    private static final String CSV = "csv";
    private static final String PARQUET = "parquet";

    /** This project's formats of annotations, by their names. */
    private static final Map<String, AnnotationFormat<GroundingSample>> ANNOTATIONS =
            Map.of(
                    AnnotationFormat.GROUNDING.name(), AnnotationFormat.GROUNDING,
                    AnnotationFormat.GROUNDING_EVALUATION.name(),
                            AnnotationFormat.GROUNDING_EVALUATION,
                    AnnotationFormat.MDETR.name(), AnnotationFormat.MDETR);

    /** A field that only expressions to evaluate on have. */
    private static final String EVALUATION_FIELD = "\"pseudo_caption\"";

    /** A field that only MDETR's files have. */
    private static final String MDETR_FIELD = "\"annotations\"";

    private static final int START = 1 << 16;

    private Manifest() {}

    /**
     * Reads a manifest.
     *
     * @param path a file, or a folder of Parquet files
     * @param format jsonl, csv, parquet, or the name of a format of annotations; null to choose by
     *     the ending of the name and the file's start
     * @return rows of {@link #SCHEMA}
     * @throws IllegalArgumentException if it is in no such format, or lacks a column
     * @throws IOException if it cannot be read
     */
    static Dataset<Row> read(SparkSession spark, String path, @Nullable String format)
            throws IOException {
        String known = format == null ? guess(path) : format.toLowerCase(Locale.ROOT);
        AnnotationFormat<GroundingSample> annotations = ANNOTATIONS.get(known);
        if (annotations != null) {
            return spark.createDataFrame(rows(annotations, local(path)), SCHEMA);
        }
        return switch (known) {
            case JSON_LINES -> normalised(path, spark.read().json(path));
            case CSV ->
                    normalised(
                            path,
                            spark.read()
                                    .option("header", true)
                                    .option("multiLine", true)
                                    .option("escape", "\"")
                                    .csv(path));
            case PARQUET -> normalised(path, spark.read().parquet(path));
            default ->
                    throw new IllegalArgumentException(
                            "There is no format \"%s\" of manifests; there are %s, %s, %s, %s."
                                    .formatted(
                                            format,
                                            JSON_LINES,
                                            CSV,
                                            PARQUET,
                                            String.join(", ", ANNOTATIONS.keySet())));
        };
    }

    private static String guess(String path) throws IOException {
        String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return JSON_LINES;
        }
        return name.endsWith(".json") ? guessJson(local(path)) : PARQUET;
    }

    private static String guessJson(Path file) throws IOException {
        char[] start = new char[START];
        int length;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            length = in.read(start);
        }
        String text = new String(start, 0, Math.max(length, 0));
        if (text.stripLeading().startsWith("[")) {
            return text.contains(EVALUATION_FIELD)
                    ? AnnotationFormat.GROUNDING_EVALUATION.name()
                    : AnnotationFormat.GROUNDING.name();
        }
        return text.contains(MDETR_FIELD) ? AnnotationFormat.MDETR.name() : JSON_LINES;
    }

    /** Annotations are read on the driver, by the reader that training uses. */
    private static Path local(String path) {
        if (path.contains("://")) {
            throw new IllegalArgumentException(
                    "The annotations %s are not a file of the driver's machine. Copy them there; their images may lie elsewhere (--images)."
                            .formatted(path));
        }
        return Path.of(path.replaceFirst("^file:", ""));
    }

    private static List<Row> rows(AnnotationFormat<GroundingSample> format, Path file)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        // Paths stay as annotated: the executor completes them.
        for (GroundingSample sample : format.read(file, Path.of(""))) {
            String[] expressions =
                    sample.phraseBoxes().stream()
                            .map(box -> expression(format, sample, box))
                            .distinct()
                            .toArray(String[]::new);
            rows.add(RowFactory.create(null, sample.image().toString(), expressions));
        }
        return rows;
    }

    /** What names the box: all of the text before it in an expression, a phrase in a caption. */
    private static String expression(
            AnnotationFormat<?> format, GroundingSample sample, PhraseBox box) {
        boolean whole = format == AnnotationFormat.GROUNDING_EVALUATION;
        String sentence = sample.sentence();
        return sentence.substring(
                whole ? 0 : sentence.offsetByCodePoints(0, box.begin()),
                sentence.offsetByCodePoints(0, box.end()));
    }

    private static Dataset<Row> normalised(String path, Dataset<Row> table) {
        List<String> columns = Arrays.asList(table.columns());
        boolean expressions = columns.contains(RowFields.EXPRESSIONS);
        if (!columns.contains(RowFields.PATH) || !(expressions || columns.contains(EXPRESSION))) {
            throw new IllegalArgumentException(
                    "The manifest %s has the columns %s; it needs path, and expressions or expression. Rename its columns, or name its format."
                            .formatted(path, columns));
        }
        Column id =
                columns.contains(RowFields.ID)
                        ? col(RowFields.ID).cast(DataTypes.StringType)
                        : lit(null).cast(DataTypes.StringType);
        return table.select(
                id.as(RowFields.ID),
                col(RowFields.PATH).cast(DataTypes.StringType),
                (expressions ? list(table) : array(col(EXPRESSION))).as(RowFields.EXPRESSIONS));
    }

    /** A list; in CSV a text, which is one expression, or a list as JSON. */
    private static Column list(Dataset<Row> table) {
        Column texts = col(RowFields.EXPRESSIONS);
        boolean isText =
                table.schema().apply(RowFields.EXPRESSIONS).dataType().equals(DataTypes.StringType);
        return isText
                ? when(
                                texts.startsWith("["),
                                from_json(
                                        texts,
                                        DataTypes.createArrayType(DataTypes.StringType),
                                        Map.of()))
                        .otherwise(array(texts))
                : texts;
    }
}
