/**
 * From samples to batches: the one dataset, which augments, tokenizes and masks in background
 * threads.
 */
@NullMarked
package io.github.pevl.internal.batch;

import org.jspecify.annotations.NullMarked;
