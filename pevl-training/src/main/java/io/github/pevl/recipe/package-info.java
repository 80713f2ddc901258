/** Every number of a training run, and the schedule of its learning rate. */
@NullMarked
package io.github.pevl.recipe;

import org.jspecify.annotations.NullMarked;
