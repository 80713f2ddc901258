/**
 * Tasks, and the DJL Translator that runs them: requests become the arrays that the network takes,
 * and its scores results. May import {@code io.github.pevl.request}, {@code io.github.pevl.text},
 * {@code io.github.pevl.prompt}, {@code io.github.pevl.image} and {@code io.github.pevl.json}.
 */
@NullMarked
package io.github.pevl.translate;

import org.jspecify.annotations.NullMarked;
