/**
 * A small world to learn grounding in: pictures of coloured shapes, and English expressions that
 * each name exactly one of them. Everything follows from a seed and an index. The vocabulary is
 * closed ({@link io.github.pevl.scenes.SceneWords}), and mirroring a picture while swapping the
 * whole words left and right keeps every expression true.
 *
 * <p>May import {@code io.github.pevl.text}.
 */
package io.github.pevl.scenes;
