/** Pages, tables and charts of training runs and benchmarks. */
@NullMarked
package io.github.pevl.cli.report;

import org.jspecify.annotations.NullMarked;
