/**
 * Models by name: the zoo that DJL's {@code Criteria} search, and the folders that models live in.
 * Imports {@code io.github.pevl.model} and {@code io.github.pevl.checkpoint}.
 */
package io.github.pevl.zoo;
