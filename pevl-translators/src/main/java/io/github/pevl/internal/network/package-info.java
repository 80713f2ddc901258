/** The arrays that the network takes, and how those of several requests are joined. */
@NullMarked
package io.github.pevl.internal.network;

import org.jspecify.annotations.NullMarked;
