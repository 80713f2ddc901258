/**
 * One training step: the forward passes that an objective needs, the momentum encoder and the
 * feature queues.
 *
 * <p>May import {@code io.github.pevl.data}, {@code objective}, {@code model} and {@code text}.
 */
package io.github.pevl.step;
