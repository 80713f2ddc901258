/** How good models are, in numbers. */
@NullMarked
package io.github.pevl.metric;

import org.jspecify.annotations.NullMarked;
