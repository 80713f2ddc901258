package io.github.pevl.examples;

import io.github.pevl.text.Box;

/**
 * Something to be drawn into an image.
 *
 * @param box where, in the image's pixels
 * @param label what is written beside it
 */
record Mark(Box box, String label) {}
