/**
 * The one network. It predicts the masked tokens of texts about images, or scores whether text and
 * image match; it knows no task and no loss.
 *
 * <p>Shapes are written with these letters: B images, P patches, the class token included, V vision
 * width, T texts, L tokens of the longest text, D text width, H heads, K mask positions, C
 * candidate tokens to score.
 *
 * <p>Parameters carry the names of the original state dict, so that loading a checkpoint needs no
 * table of names.
 */
@NullMarked
package io.github.pevl.internal.model;

import org.jspecify.annotations.NullMarked;
