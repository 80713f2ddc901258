/** How a weights file stores values, and what became of them. */
@NullMarked
package io.github.pevl.checkpoint;

import org.jspecify.annotations.NullMarked;
