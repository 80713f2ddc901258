/**
 * The losses, as DJL losses, and their weighted sum.
 *
 * <p>May import {@code io.github.pevl.text}.
 */
package io.github.pevl.objective;
