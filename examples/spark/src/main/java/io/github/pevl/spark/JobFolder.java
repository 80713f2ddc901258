package io.github.pevl.spark;

import static org.apache.spark.sql.functions.col;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The output folder of a job. {@code _job} has its settings and the rows of the manifest as they
 * were at the start, in chunks; {@code chunk=00000} and so on have the answers. A chunk is whole if
 * it has the file {@code _SUCCESS}, which Spark writes last.
 */
final class JobFolder {

    private static final String CHUNK = "chunk";
    private static final String INDEX = "index";
    private static final String DONE = "_SUCCESS";

    /** The columns of {@link #rows(int)}. */
    static final StructType COLUMNS =
            StructType.fromDDL("index bigint, id string, path string, expressions array<string>");

    private static final StructType ROWS = COLUMNS.add(CHUNK, "int");

    private final SparkSession spark;
    private final FileSystem files;
    private final Path folder;
    private final Path job;
    private final Path rows;

    /**
     * Names a folder, which need not exist.
     *
     * @throws IOException if its file system cannot be reached
     */
    JobFolder(SparkSession spark, String folder) throws IOException {
        this.spark = spark;
        this.folder = new Path(folder);
        job = new Path(folder, "_job");
        rows = new Path(job, "rows");
        files = this.folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    }

    /**
     * Whether the rows of the job are here; else the folder is free for it.
     *
     * @param settings what the answers depend on
     * @throws IllegalArgumentException if the folder has something else
     * @throws IOException if it cannot be read
     */
    boolean hasRows(SortedMap<String, String> settings) throws IOException {
        if (files.exists(settingsFile())) {
            requireEqual(settings, read(settingsFile()));
            return true;
        }
        if (files.exists(folder)) {
            for (FileStatus file : files.listStatus(folder)) {
                requireOwn(file.getPath());
            }
        }
        return false;
    }

    /** What there may be of a job that was ended while it kept its rows. */
    private void requireOwn(Path file) {
        if (!file.getName().equals(job.getName())) {
            throw new IllegalArgumentException(
                    "The folder %s has %s, but no such job. Give another --out."
                            .formatted(folder, file.getName()));
        }
    }

    private Path settingsFile() {
        return new Path(job, "settings.json");
    }

    private SortedMap<String, String> read(Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            SortedMap<String, String> settings =
                    new Gson().fromJson(text, new TypeToken<TreeMap<String, String>>() {});
            return settings == null ? new TreeMap<>() : settings;
        }
    }

    private void requireEqual(Map<String, String> asked, Map<String, String> had) {
        asked.forEach(
                (name, value) -> {
                    if (!value.equals(had.get(name))) {
                        throw new IllegalArgumentException(
                                "The folder %s belongs to a job with %s %s; this one has %s. Give another --out, or the former options."
                                        .formatted(folder, name, had.get(name), value));
                    }
                });
    }

    /**
     * Keeps the rows of a manifest, in chunks, and then the settings, which make them whole. A row
     * without identifier gets its number.
     *
     * @throws IOException if they cannot be written
     */
    void keep(SortedMap<String, String> settings, Dataset<Row> manifest, int size)
            throws IOException {
        JavaRDD<Row> numbered =
                manifest.javaRDD()
                        .zipWithIndex()
                        .map(
                                row -> {
                                    String id = row._1().getString(0);
                                    return RowFactory.create(
                                            row._2(),
                                            id == null ? Long.toString(row._2()) : id,
                                            row._1().getString(1),
                                            row._1().get(2),
                                            (int) (row._2() / size));
                                });
        spark.createDataFrame(numbered, ROWS)
                .write()
                .mode(SaveMode.Overwrite)
                .partitionBy(CHUNK)
                .parquet(rows.toString());
        Path draft = settingsFile().suffix(".draft");
        try (OutputStream out = files.create(draft)) {
            out.write(new Gson().toJson(settings).getBytes(StandardCharsets.UTF_8));
        }
        files.rename(draft, settingsFile());
    }

    private Dataset<Row> rows() {
        return spark.read().schema(ROWS).parquet(rows.toString());
    }

    /** The number of rows of each chunk. */
    SortedMap<Integer, Long> chunks() {
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        rows().groupBy(CHUNK)
                .count()
                .collectAsList()
                .forEach(row -> sizes.put(row.getInt(0), row.getLong(1)));
        return sizes;
    }

    /** The rows of a chunk, in the order of the manifest. */
    List<Row> rows(int chunk) {
        return rows().where(col(CHUNK).equalTo(chunk)).orderBy(INDEX).drop(CHUNK).collectAsList();
    }

    /** Where the answers of a chunk belong. */
    Path answers(int chunk) {
        return new Path(folder, String.format(Locale.ROOT, "%s=%05d", CHUNK, chunk));
    }

    /** Whether all answers of a chunk are there. */
    boolean isDone(int chunk) throws IOException {
        return files.exists(new Path(answers(chunk), DONE));
    }
}
