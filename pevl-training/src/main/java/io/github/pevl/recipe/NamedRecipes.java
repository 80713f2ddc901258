package io.github.pevl.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The recipes that come with the library: YAML files in the resource folder of this package. */
final class NamedRecipes {

    private static final String SUFFIX = ".yaml";

    /** All names, in alphabetical order. */
    static final List<String> NAMES = list();

    private NamedRecipes() {}

    /** The text of a recipe that exists. */
    static String text(String name) throws IOException {
        try (InputStream in = NamedRecipes.class.getResourceAsStream(name + SUFFIX)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> list() {
        try {
            return beside(NamedRecipes.class.getResource("stage-one" + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all recipes in the folder of one of them, a folder on disk or in a jar. */
    static List<String> beside(URL recipe) throws IOException {
        URLConnection connection = recipe.openConnection();
        if (connection instanceof JarURLConnection inJar) {
            String entry = inJar.getEntryName();
            String folder = entry.substring(0, entry.lastIndexOf('/') + 1);
            inJar.setUseCaches(false); // else closing the jar would close it for the class loader
            try (JarFile jar = inJar.getJarFile()) {
                return names(
                        jar.stream()
                                .map(file -> file.getName())
                                .filter(name -> name.startsWith(folder))
                                .map(name -> name.substring(folder.length())));
            }
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(recipe.toString())).getParent())) {
            return names(files.map(file -> file.getFileName().toString()));
        }
    }

    private static List<String> names(Stream<String> files) {
        return files.filter(file -> file.endsWith(SUFFIX) && !file.contains("/"))
                .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                .sorted()
                .toList();
    }
}
