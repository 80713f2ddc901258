/**
 * The command line program {@code pevl}. It does nothing that a user of the library could not do.
 */
package io.github.pevl.cli;
