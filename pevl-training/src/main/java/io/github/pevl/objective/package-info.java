/** What a network learns by: the weights of the losses. */
@NullMarked
package io.github.pevl.objective;

import org.jspecify.annotations.NullMarked;
