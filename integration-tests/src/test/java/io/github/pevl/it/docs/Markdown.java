package io.github.pevl.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documents, and the blocks of code in them. */
public final class Markdown {

    /** The root of the project. */
    public static final Path ROOT = Path.of(System.getProperty("pevl.root"));

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\R(.*?)^```$");

    private Markdown() {}

    /**
     * A block of code.
     *
     * @param page relative to the root
     * @param line of its first line, from 1
     * @param language as the fence names it; may be empty
     * @param text with line ends
     */
    public record Block(String page, int line, String language, String text) {

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    /** README, and what lies in {@code docs} and in the root, relative to the root. */
    public static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                        .sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    static String read(String page) throws IOException {
        return Files.readString(ROOT.resolve(page)).replace("\r\n", "\n");
    }

    /** A page without its blocks of code. */
    static String prose(String page) throws IOException {
        return BLOCK.matcher(read(page)).replaceAll("");
    }

    /** All blocks of all pages in a language. */
    public static List<Block> blocks(String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String page : pages()) {
            String text = read(page);
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                int line = (int) text.substring(0, block.start()).lines().count() + 2;
                if (block.group(1).equals(language)) {
                    blocks.add(new Block(page, line, language, block.group(2)));
                }
            }
        }
        return blocks;
    }
}
