/**
 * Writes the sentences of all tasks, for serving and for training alike. May import {@code
 * io.github.pevl.request} and {@code io.github.pevl.text}.
 */
@NullMarked
package io.github.pevl.prompt;

import org.jspecify.annotations.NullMarked;
