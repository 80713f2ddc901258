/**
 * One training step: the passes through the network that an objective needs, the momentum twin and
 * the queues.
 *
 * <p>May import {@code io.github.pevl.data}, {@code objective}, {@code model} and {@code text}.
 */
package io.github.pevl.step;
