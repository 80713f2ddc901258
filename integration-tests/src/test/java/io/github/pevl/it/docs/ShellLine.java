package io.github.pevl.it.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of a document, as a shell takes it apart: quotes, line continuations, comments. */
public record ShellLine(String page, int line, List<String> words) {

    private static final Pattern PART =
            Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"#][^\\s'\"]*)|(\\s+)|(#.*)");

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S*");

    /** The commands of a block; what stands in parentheses is a command, too. */
    public static List<ShellLine> of(Markdown.Block block) {
        List<ShellLine> commands = new ArrayList<>();
        int number = block.line();
        StringBuilder open = new StringBuilder();
        for (String line : block.text().lines().toList()) {
            boolean continued = line.endsWith("\\");
            open.append(continued ? line.substring(0, line.length() - 1) : line);
            if (!continued) {
                for (String command : open.toString().split("&&", -1)) {
                    List<String> words = split(command);
                    if (!words.isEmpty()) {
                        commands.add(new ShellLine(block.page(), number, words));
                    }
                }
                open.setLength(0);
            }
            number++;
        }
        return commands;
    }

    private static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        Matcher part = PART.matcher(command.strip());
        while (part.find()) {
            if (part.group(4) != null || part.group(5) != null) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                for (int i = 1; i <= 3; i++) {
                    word.append(part.group(i) == null ? "" : part.group(i));
                }
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        while (!words.isEmpty() && ASSIGNMENT.matcher(words.get(0)).matches()) {
            words.remove(0);
        }
        int redirected = words.indexOf(">");
        return redirected < 0 ? words : words.subList(0, redirected);
    }

    public String program() {
        return words.get(0);
    }

    /** The words after one, or all. */
    public List<String> after(String word) {
        return words.subList(words.indexOf(word) + 1, words.size());
    }

    @Override
    public String toString() {
        return page + ":" + line + " " + String.join(" ", words);
    }
}
