/** Which tensor of a checkpoint is which parameter of the network, and how it is loaded. */
@NullMarked
package io.github.pevl.internal.weights;

import org.jspecify.annotations.NullMarked;
