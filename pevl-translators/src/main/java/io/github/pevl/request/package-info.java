/**
 * Requests of all tasks, what they are made of, and their results. May import {@code
 * io.github.pevl.text}.
 */
package io.github.pevl.request;
