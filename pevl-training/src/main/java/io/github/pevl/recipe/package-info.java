/**
 * Every number of a training run, and the schedule of its learning rate.
 *
 * <p>May import {@code io.github.pevl.data}, {@code io.github.pevl.objective} and {@code
 * io.github.pevl.json}.
 */
@NullMarked
package io.github.pevl.recipe;

import org.jspecify.annotations.NullMarked;
