/**
 * One training step: the forward passes that an objective needs, the momentum encoder and the
 * feature queues.
 */
package io.github.pevl.internal.step;
