/**
 * What is learnt from: samples as checked records, and readers of the original's annotation files.
 *
 * <p>May import {@code io.github.pevl.text}.
 */
package io.github.pevl.data;
