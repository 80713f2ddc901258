/**
 * What is learnt: losses, as DJL has them, and their weighted sum.
 *
 * <p>May import {@code io.github.pevl.text}.
 */
package io.github.pevl.objective;
