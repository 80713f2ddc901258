/** What the commands of the tasks answer: as text, as JSON and as a drawing. */
@NullMarked
package io.github.pevl.cli.answer;

import org.jspecify.annotations.NullMarked;
