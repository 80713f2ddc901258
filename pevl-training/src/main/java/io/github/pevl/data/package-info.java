/**
 * What is learnt from: samples as checked records, readers of the original's annotation files, and
 * how images are augmented and tokens masked.
 *
 * <p>A {@link io.github.pevl.data.Sample} writes its sentence about a crop of its image; {@link
 * io.github.pevl.data.Masking} hides tokens of it.
 */
@NullMarked
package io.github.pevl.data;

import org.jspecify.annotations.NullMarked;
