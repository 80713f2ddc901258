/** Writes the sentences of all tasks, for serving and for training alike. */
@NullMarked
package io.github.pevl.internal.prompt;

import org.jspecify.annotations.NullMarked;
