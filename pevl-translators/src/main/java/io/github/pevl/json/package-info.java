/**
 * JSON files that hold one record: what a model or a run was made with. Imports Gson, which comes
 * with DJL, and nothing of this project.
 */
package io.github.pevl.json;
