/**
 * A small drawn world: images of coloured shapes with annotations for all tasks: expressions,
 * captions, relations, questions with choices and rationales, questions with an answer list. All
 * annotations follow from the image by rules, and everything follows from a seed and an index. The
 * vocabulary is closed ({@link io.github.pevl.scenes.SceneWords}). Mirroring an image and swapping
 * the words left and right, in answers too, keeps all annotations true.
 */
@NullMarked
package io.github.pevl.scenes;

import org.jspecify.annotations.NullMarked;
