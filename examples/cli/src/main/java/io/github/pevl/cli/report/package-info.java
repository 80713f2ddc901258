/** Pages, tables and charts of training runs and benchmarks. */
package io.github.pevl.cli.report;
