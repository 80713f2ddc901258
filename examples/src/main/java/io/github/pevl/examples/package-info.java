/**
 * The command line program: a class for each command, which reads options, calls the library and
 * prints. It does nothing that a user of the library could not.
 */
package io.github.pevl.examples;
