/**
 * What augmentation does: crops and mirrors of boxes and words, changes of colour, and the training
 * text that results.
 */
@NullMarked
package io.github.pevl.internal.augment;

import org.jspecify.annotations.NullMarked;
