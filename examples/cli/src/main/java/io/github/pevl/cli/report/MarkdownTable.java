package io.github.pevl.cli.report;

import java.util.List;

/** A table in Markdown, row by row; each line has a line end. */
final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    MarkdownTable(List<String> head) {
        add(head);
        text.append("|---".repeat(head.size())).append('|').append(System.lineSeparator());
    }

    void add(List<String> cells) {
        text.append("| ")
                .append(String.join(" | ", cells))
                .append(" |")
                .append(System.lineSeparator());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
