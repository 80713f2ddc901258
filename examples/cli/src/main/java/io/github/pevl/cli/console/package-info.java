/** What all commands share: errors, progress, input and output files, the terminal. */
package io.github.pevl.cli.console;
