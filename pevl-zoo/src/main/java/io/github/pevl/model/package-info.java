/**
 * The one network. It fills open slots of texts about images, or says whether text and image match;
 * it knows no task and no loss.
 *
 * <p>Shapes are written with these letters: B images, P patches with the class token before them, V
 * vision width, T texts, L tokens of the longest text, D text width, H heads, K open slots, C
 * vocabulary columns asked for.
 *
 * <p>Parameters carry the names of the original state dict, so that a checkpoint needs no table.
 *
 * <p>Imports DJL and {@code io.github.pevl.translate} for the network's input.
 */
package io.github.pevl.model;
