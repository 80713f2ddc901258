/**
 * Requests of all tasks, what they are made of, and their results. May import {@code
 * io.github.pevl.text}.
 */
@NullMarked
package io.github.pevl.request;

import org.jspecify.annotations.NullMarked;
