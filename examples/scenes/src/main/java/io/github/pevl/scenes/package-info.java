/**
 * A small world to learn in: images of coloured shapes, and what the tasks say about them, in
 * English: expressions and captions, relations, questions with choices and rationales, questions
 * with an answer list. Whatever is said is true, or wrong, by a rule that the image alone decides.
 * Everything follows from a seed and an index. The vocabulary is closed ({@link
 * io.github.pevl.scenes.SceneWords}), and mirroring an image while swapping the whole words left
 * and right, in answers too, keeps everything true.
 *
 * <p>May import {@code io.github.pevl.text} and {@code io.github.pevl.model}.
 */
package io.github.pevl.scenes;
