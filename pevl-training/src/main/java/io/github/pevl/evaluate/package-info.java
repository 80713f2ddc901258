/** Asks models about annotated samples, and measures or compares their answers. */
@NullMarked
package io.github.pevl.evaluate;

import org.jspecify.annotations.NullMarked;
