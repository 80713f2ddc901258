/**
 * Small helpers that every module shares: excerpts and counts in messages, sorting by code points,
 * a stopwatch.
 */
@NullMarked
package io.github.pevl.internal.util;

import org.jspecify.annotations.NullMarked;
