/** What all commands share: errors, progress, input and output files, the terminal. */
@NullMarked
package io.github.pevl.cli.console;

import org.jspecify.annotations.NullMarked;
