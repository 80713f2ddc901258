/** A class for each command of the program: it reads options, calls the library and prints. */
package io.github.pevl.cli.command;
