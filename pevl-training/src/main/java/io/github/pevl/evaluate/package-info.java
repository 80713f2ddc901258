/**
 * How good models are: what to ask about annotated samples, how to score the results, and reports.
 */
package io.github.pevl.evaluate;
