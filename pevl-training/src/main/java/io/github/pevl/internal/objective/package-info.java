/** The losses and their sum, weighted by {@link io.github.pevl.recipe.Objective}. */
@NullMarked
package io.github.pevl.internal.objective;

import org.jspecify.annotations.NullMarked;
