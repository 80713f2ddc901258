/**
 * How good models are: what to ask about annotated samples, how to score the results, and reports.
 */
@NullMarked
package io.github.pevl.evaluate;

import org.jspecify.annotations.NullMarked;
