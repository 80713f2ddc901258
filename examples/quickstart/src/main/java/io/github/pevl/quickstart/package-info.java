/**
 * Ten programs to copy, each in one file: what users of the library do most. From the project's
 * root each runs with {@code java -cp examples/cli/target/pevl.jar} and the path of its source.
 */
@NullMarked
package io.github.pevl.quickstart;

import org.jspecify.annotations.NullMarked;
