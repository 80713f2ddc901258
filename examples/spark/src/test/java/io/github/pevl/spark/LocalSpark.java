package io.github.pevl.spark;

import org.apache.spark.sql.SparkSession;

/** A session of two threads, for all tests of a process. */
final class LocalSpark {

    private LocalSpark() {}

    static synchronized SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("pevl-spark-tests")
                .config("spark.ui.enabled", false)
                .config("spark.log.level", "ERROR")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.task.maxFailures", 1)
                .getOrCreate();
    }
}
