/**
 * PEVL models on a Spark cluster. {@link io.github.pevl.spark.PevlSpark} answers the rows of a
 * table; {@link io.github.pevl.spark.GroundJob} and {@link io.github.pevl.spark.EvaluateJob} are
 * programs for {@code spark-submit}.
 */
@NullMarked
package io.github.pevl.spark;

import org.jspecify.annotations.NullMarked;
