/**
 * Models by name: the zoo that DJL's {@code Criteria} search, and the folders that models live in.
 *
 * <p>An entry is a folder of resources beside this package's classes: {@code metadata.json} and the
 * files that it names by relative addresses. {@code EntryWriter} writes one from a model folder.
 * Files named by absolute addresses are downloaded.
 */
@NullMarked
package io.github.pevl.zoo;

import org.jspecify.annotations.NullMarked;
