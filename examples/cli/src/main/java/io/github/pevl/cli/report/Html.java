package io.github.pevl.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** Elements of a page. */
final class Html {

    private Html() {}

    /** A text escaped for an element or an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A section with a heading. */
    static String section(String heading, String body) {
        return "<section><h2>%s</h2>%n%s</section>%n".formatted(escaped(heading), body);
    }

    static String paragraph(String text) {
        return "<p>%s</p>%n".formatted(escaped(text));
    }

    /**
     * A cell of a table.
     *
     * @param run whose value it is, or an empty text
     */
    static String cell(String text, String run) {
        String of = run.isEmpty() ? "" : " data-run=\"%s\"".formatted(escaped(run));
        return "<td%s>%s</td>".formatted(of, escaped(text));
    }

    /**
     * A row of a table.
     *
     * @param cell {@code th} or {@code td}
     * @param kind the row's class, or an empty text
     */
    static String row(String cell, String kind, List<String> texts) {
        return texts.stream()
                .map(text -> "<%s>%s</%s>".formatted(cell, escaped(text), cell))
                .collect(Collectors.joining("", "<tr class=\"" + kind + "\">", "</tr>\n"));
    }
}
