/**
 * Tasks, and the DJL Translator that runs them: requests become the arrays that the network takes,
 * and its scores results.
 */
@NullMarked
package io.github.pevl.translate;

import org.jspecify.annotations.NullMarked;
