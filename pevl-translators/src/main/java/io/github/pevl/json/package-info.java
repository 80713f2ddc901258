/**
 * JSON files: those that hold one record, such as the configuration of a model or a run, and strict
 * reading of users' files. Imports Gson, which comes with DJL, and no other package of this
 * project.
 */
@NullMarked
package io.github.pevl.json;

import org.jspecify.annotations.NullMarked;
