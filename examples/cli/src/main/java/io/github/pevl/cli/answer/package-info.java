/** What the commands of the tasks answer: as text, as JSON and as a drawing. */
package io.github.pevl.cli.answer;
