/**
 * The losses, as DJL losses, and their weighted sum.
 *
 * <p>May import {@code io.github.pevl.text}.
 */
@NullMarked
package io.github.pevl.objective;

import org.jspecify.annotations.NullMarked;
