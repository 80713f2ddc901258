package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** That the jar names every library in it, with its licence and, if that asks for it, the text. */
class PackagedTermsIT {

    private static final String JAR = System.getProperty("pevl.jar");

    private static final String TEXTS = "META-INF/licenses/";

    /** {@code (licence) (licence) name (group:artifact:version - address)}. */
    private static final Pattern LINE =
            Pattern.compile("\\s+((?:\\([^()]+\\) )+).*\\(([^():]+):([^():]+):([^():]+) - .*\\)");

    /** A library of others that the jar says to contain. */
    private record Library(String licences, String group, String artifact, String version) {

        boolean isIn(Path jar) {
            return jar.getFileName().toString().matches(artifact + "-" + version + "(-.*)?\\.jar");
        }
    }

    private static List<Library> named(ZipFile program) throws IOException {
        List<Library> libraries = new ArrayList<>();
        for (String line : text(program, "META-INF/THIRD-PARTY.txt").lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !matcher.group(2).equals("io.github.pevl")) {
                libraries.add(
                        new Library(
                                matcher.group(1).strip(),
                                matcher.group(2),
                                matcher.group(3),
                                matcher.group(4)));
            }
        }
        return libraries;
    }

    private static String text(ZipFile jar, String entry) throws IOException {
        byte[] bytes = jar.getInputStream(jar.getEntry(entry)).readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The jars of others on the class path whose content is in the program. */
    private static List<Path> contained(ZipFile program) throws IOException {
        List<Path> contained = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (path.endsWith(".jar") && !Path.of(path).getFileName().toString().contains("pevl")) {
                try (ZipFile jar = new ZipFile(path)) {
                    Optional<? extends ZipEntry> first =
                            jar.stream()
                                    .filter(it -> !it.isDirectory() && it.getSize() > 0)
                                    .filter(it -> !it.getName().startsWith("META-INF/"))
                                    .filter(it -> !it.getName().equals("module-info.class"))
                                    .findFirst();
                    ZipEntry same = first.map(it -> program.getEntry(it.getName())).orElse(null);
                    if (same != null && same.getCrc() == first.get().getCrc()) {
                        contained.add(Path.of(path));
                    }
                }
            }
        }
        return contained;
    }

    @Test
    void everyLibraryIsNamedWithItsLicence() throws IOException {
        try (ZipFile program = new ZipFile(JAR)) {
            List<Library> named = named(program);
            List<Path> contained = contained(program);
            assertThat(contained).hasSizeGreaterThan(30);
            for (Path jar : contained) {
                assertThat(named).as(jar.toString()).anyMatch(library -> library.isIn(jar));
            }
            for (Library library : named) {
                assertThat(library.licences()).as(library.toString()).doesNotContain("nknown");
            }
        }
    }

    /** The Apache License is the program's own; copies of others must bring their texts. */
    @Test
    void textsOfOtherLicencesAreThere() throws IOException {
        try (ZipFile program = new ZipFile(JAR)) {
            List<String> texts =
                    program.stream()
                            .map(ZipEntry::getName)
                            .filter(it -> it.startsWith(TEXTS) && it.endsWith(".txt"))
                            .map(it -> it.substring(TEXTS.length()).split("[.-]", 2)[0])
                            .toList();
            for (Library library : named(program)) {
                if (!library.licences().contains("(Apache-2.0)")) {
                    assertThat(texts)
                            .as(library.toString())
                            .anyMatch((library.group() + ":" + library.artifact())::contains);
                }
            }
            assertThat(texts).contains("pytorch");
            assertThat(text(program, "META-INF/NOTICE")).contains("THIRD-PARTY.txt", "pytorch.txt");
        }
    }
}
