/** A class for each command of the program: it reads options, calls the library and prints. */
@NullMarked
package io.github.pevl.cli.command;

import org.jspecify.annotations.NullMarked;
