/** Draws boxes, arrows and bars on images, and writes PNG and SVG. */
package io.github.pevl.cli.draw;
