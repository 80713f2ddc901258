/** Draws boxes, arrows and bars on images, and writes PNG and SVG. */
@NullMarked
package io.github.pevl.cli.draw;

import org.jspecify.annotations.NullMarked;
