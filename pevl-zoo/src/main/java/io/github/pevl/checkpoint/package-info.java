/**
 * What a user learns of a weights file: its tensors, what was loaded of it, and why it cannot be
 * used.
 */
@NullMarked
package io.github.pevl.checkpoint;

import org.jspecify.annotations.NullMarked;
