/** An image as bytes, resized bit for bit as Pillow does. */
@NullMarked
package io.github.pevl.internal.image;

import org.jspecify.annotations.NullMarked;
