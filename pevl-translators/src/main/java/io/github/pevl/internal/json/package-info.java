/**
 * JSON files: those that hold one record, such as the configuration of a model or a run, and strict
 * reading of users' files.
 */
@NullMarked
package io.github.pevl.internal.json;

import org.jspecify.annotations.NullMarked;
