package io.github.pevl.cli.draw;

import io.github.pevl.text.Box;

/**
 * A box to be drawn into an image.
 *
 * @param box in pixels of the image
 * @param label the text beside it
 */
public record Mark(Box box, String label) {}
