/** What to ask about annotated samples, and how to score the results: one evaluator a task. */
@NullMarked
package io.github.pevl.internal.evaluate;

import org.jspecify.annotations.NullMarked;
