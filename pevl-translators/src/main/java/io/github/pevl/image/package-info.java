/** Reads image files, resizes images as Pillow does, and normalises them for the network. */
@NullMarked
package io.github.pevl.image;

import org.jspecify.annotations.NullMarked;
