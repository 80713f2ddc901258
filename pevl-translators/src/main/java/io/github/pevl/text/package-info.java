/**
 * Words and boxes as tokens: the box, its position words, the vocabulary that names them, the
 * tokenizer and the cleaning of texts.
 *
 * <p>May import the JDK, DJL's API and DJL's Hugging Face tokenizers; no other package of this
 * project.
 */
@NullMarked
package io.github.pevl.text;

import org.jspecify.annotations.NullMarked;
