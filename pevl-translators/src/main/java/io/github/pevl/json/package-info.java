/**
 * JSON files: those that hold one record, what a model or a run was made with, and the strict
 * reading of all that people bring. Imports Gson, which comes with DJL, and nothing of this
 * project.
 */
@NullMarked
package io.github.pevl.json;

import org.jspecify.annotations.NullMarked;
