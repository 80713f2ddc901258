/**
 * What is learnt from: samples as checked records, readers of the original's annotation files, and
 * the one dataset that makes batches of them.
 *
 * <p>A {@link io.github.pevl.data.Sample} writes its sentence ({@link
 * io.github.pevl.data.TrainingText}) about a {@link io.github.pevl.data.CropTransform} of its
 * image; {@link io.github.pevl.data.Masking} hides tokens of it.
 *
 * <p>May import {@code io.github.pevl.text}, {@code prompt}, {@code image} and {@code translate}.
 */
package io.github.pevl.data;
