/**
 * From samples to batches: the one dataset, which augments, tokenizes and masks in background
 * threads.
 */
package io.github.pevl.internal.batch;
