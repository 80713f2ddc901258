/**
 * Measures what requests and steps of training cost. Times are given in milliseconds and in matrix
 * products, which can be compared between machines.
 */
package io.github.pevl.benchmark;
