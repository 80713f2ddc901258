/**
 * Words and boxes as tokens: the box, its position words, the vocabulary that names them, the
 * tokenizer and the cleaning of texts.
 */
@NullMarked
package io.github.pevl.text;

import org.jspecify.annotations.NullMarked;
