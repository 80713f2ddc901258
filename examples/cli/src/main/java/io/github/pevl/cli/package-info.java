/**
 * The command line program {@code pevl}. It does nothing that a user of the library could not do.
 */
@NullMarked
package io.github.pevl.cli;

import org.jspecify.annotations.NullMarked;
