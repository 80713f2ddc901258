package io.github.pevl.cli.command;

import io.github.pevl.cli.console.Bytes;
import io.github.pevl.zoo.LocalModels.Entry;
import io.github.pevl.zoo.LocalModels.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The list of models as text, a line each, in columns. */
final class ModelTable {

    private static final List<String> HEAD =
            List.of("NAME", "TASK", "PARAMETERS", "SIZE", "WHERE", "LICENCE", "FIGURES");

    private static final String GAP = "  ";

    private ModelTable() {}

    /** The lines, each with a line end. */
    static String of(List<Entry> entries) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        entries.forEach(entry -> rows.add(row(entry)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static List<String> row(Entry entry) {
        return List.of(
                entry.name(),
                String.join(",", entry.tasks()),
                String.format(Locale.ROOT, "%.1f M", entry.parameters() / 1e6),
                entry.bytes() == 0 ? "-" : Bytes.text(entry.bytes()),
                label(entry.place()),
                entry.licence(),
                entry.figures());
    }

    /** Where a model is, in words. */
    static String label(Place place) {
        return switch (place) {
            case JAR -> "in the jar";
            case CACHE -> "cached";
            case REPOSITORY -> "in your repository";
            case REMOTE -> "to be downloaded";
            case MISSING -> "to be imported";
        };
    }
}
