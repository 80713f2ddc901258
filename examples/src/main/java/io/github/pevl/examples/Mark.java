package io.github.pevl.examples;

import io.github.pevl.text.Box;

/**
 * Something to be drawn into a picture.
 *
 * @param box where, in the picture's pixels
 * @param label what is written beside it
 */
record Mark(Box box, String label) {}
