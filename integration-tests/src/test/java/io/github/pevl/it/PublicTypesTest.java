package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A type becomes public only together with its line in docs/api.md. */
class PublicTypesTest {

    private static final String ROOT = "io.github.pevl.";

    /** Of the table: a package, what it is about, its types. */
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)` \\| [^|]+ \\| ((?:`\\w+` )+)\\|");

    @Test
    void publicTypesAreThoseThatTheDocumentLists() throws IOException {
        Map<String, Set<String>> listed = listed();
        Map<String, Set<String>> found = new TreeMap<>();
        String[] packages = listed.keySet().stream().map(ROOT::concat).toArray(String[]::new);
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(packages)
                        .stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(
                                type -> {
                                    String room = type.getPackageName().substring(ROOT.length());
                                    found.computeIfAbsent(room, name -> new TreeSet<>())
                                            .add(type.getSimpleName());
                                });
        assertThat(found).isEqualTo(listed);
    }

    @Test
    void everyPackageOfTheLibraryIsListed() throws IOException {
        Path page = Path.of(System.getProperty("pevl.root"), "docs", "architecture.md");
        Set<String> drawn = new TreeSet<>(PackageMap.read(page).packages());
        drawn.removeIf(room -> room.startsWith("internal."));
        drawn.removeAll(Set.of("scenes", "benchmark", "server", "cli", "quickstart", "spark"));
        assertThat(listed().keySet()).isEqualTo(drawn);
    }

    private static Map<String, Set<String>> listed() throws IOException {
        Path page = Path.of(System.getProperty("pevl.root"), "docs", "api.md");
        Map<String, Set<String>> types = new TreeMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String names = row.group(2).replace("`", "");
                types.put(row.group(1), new TreeSet<>(Set.of(names.trim().split(" "))));
            }
        }
        return types;
    }
}
