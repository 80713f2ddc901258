package io.github.pevl.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of the documents leads to a file, and to a heading of it if it names one. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");

    /** The anchors that GitHub gives headings. */
    private static Set<String> anchors(String page) throws IOException {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = HEADING.matcher(Markdown.prose(page));
        while (heading.find()) {
            String text = heading.group(1).toLowerCase(Locale.ROOT);
            anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
        }
        return anchors;
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (String page : Markdown.pages()) {
            Matcher link = LINK.matcher(Markdown.prose(page));
            while (link.find()) {
                links++;
                if (!link.group(1).contains("://") && !leads(page, link.group(1))) {
                    dead.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    private static boolean leads(String page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path from = Path.of("/").resolve(page);
        Path to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        String file = to.toString().substring(1);
        return Files.exists(Markdown.ROOT.resolve(file))
                && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** Each document is reached from the README, so that none is forgotten. */
    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        Set<String> reached = new TreeSet<>(Set.of("README.md"));
        List<String> open = new ArrayList<>(reached);
        while (!open.isEmpty()) {
            String page = open.remove(0);
            Matcher link = LINK.matcher(Markdown.prose(page));
            while (link.find()) {
                Path to =
                        Path.of("/").resolve(page).resolveSibling(link.group(1).split("#", -1)[0]);
                String target = to.normalize().toString().substring(1);
                if (target.endsWith(".md")
                        && Files.exists(Markdown.ROOT.resolve(target))
                        && reached.add(target)) {
                    open.add(target);
                }
            }
        }
        assertThat(reached).containsAll(Markdown.pages());
    }
}
