/**
 * One training step: the forward passes that an objective needs, the momentum encoder and the
 * feature queues.
 */
@NullMarked
package io.github.pevl.internal.step;

import org.jspecify.annotations.NullMarked;
