/**
 * Measures what requests and steps of training cost. Times are given in milliseconds and in matrix
 * products, which can be compared between machines.
 */
@NullMarked
package io.github.pevl.benchmark;

import org.jspecify.annotations.NullMarked;
