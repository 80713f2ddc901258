package io.github.pevl.cli.draw;

import io.github.pevl.text.Box;

/**
 * Something to be drawn into an image.
 *
 * @param box where, in the image's pixels
 * @param label what is written beside it
 */
public record Mark(Box box, String label) {}
