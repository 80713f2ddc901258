/** From a matching score to the probability that an expression means something. */
@NullMarked
package io.github.pevl.internal.presence;

import org.jspecify.annotations.NullMarked;
