/** Requests of all tasks, what they are made of, and their results. */
@NullMarked
package io.github.pevl.request;

import org.jspecify.annotations.NullMarked;
