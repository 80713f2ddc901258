package io.github.pevl.it.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * What Maven Central demands of every artifact (https://central.sonatype.org/publish/requirements/)
 * and what this project promises of its own, checked in a folder of Maven's layout. A program of
 * one file: {@code java CentralRules.java FOLDER} prints what is wrong, and ends with 1 if
 * something is.
 */
final class CentralRules {

    /** An XPath expression that holds for a pom, and what the rule is called. */
    private static final Map<String, String> POM_RULES =
            Map.ofEntries(
                    Map.entry("name", "normalize-space(/project/name) != ''"),
                    Map.entry("description", "normalize-space(/project/description) != ''"),
                    Map.entry("url", "starts-with(/project/url, 'https://')"),
                    Map.entry(
                            "licence",
                            "/project/licenses/license[name != '' and starts-with(url, 'http')]"),
                    Map.entry("developer", "/project/developers/developer[name != '']"),
                    Map.entry("scm connection", "starts-with(/project/scm/connection, 'scm:')"),
                    Map.entry(
                            "scm developerConnection",
                            "starts-with(/project/scm/developerConnection, 'scm:')"),
                    Map.entry("scm url", "starts-with(/project/scm/url, 'https://')"),
                    Map.entry("no snapshot", "not(//version[contains(., 'SNAPSHOT')])"),
                    Map.entry(
                            "versions of dependencies",
                            "not(//dependency[not(version) or version = ''])"),
                    Map.entry("no system scope", "not(//dependency[scope = 'system'])"),
                    Map.entry("no open property", "not(//text()[contains(., '${')])"),
                    Map.entry("no repository of its own", "not(//repositories)"),
                    Map.entry("stands alone", "not(/project/parent)"));

    private static final List<String> JARS = List.of("", "-sources", "-javadoc");

    private final List<String> violations = new ArrayList<>();

    private CentralRules() {}

    public static void main(String... args) throws IOException {
        List<String> violations = violations(Path.of(args[0]));
        violations.forEach(System.out::println);
        System.out.println(violations.size() + " rules broken in " + args[0]);
        System.exit(violations.isEmpty() ? 0 : 1);
    }

    /** Lines {@code file: rule} of what is wrong with the artifacts in a repository. */
    static List<String> violations(Path repository) throws IOException {
        CentralRules rules = new CentralRules();
        List<Path> poms;
        try (Stream<Path> files = Files.walk(repository)) {
            poms = files.filter(file -> file.toString().endsWith(".pom")).sorted().toList();
        }
        rules.demand(!poms.isEmpty(), repository, "has artifacts");
        for (Path pom : poms) {
            rules.checkArtifact(repository, pom);
        }
        return rules.violations;
    }

    private void demand(boolean holds, Path file, String rule) {
        if (!holds) {
            violations.add(file.getFileName() + ": " + rule);
        }
    }

    private void checkArtifact(Path repository, Path pom) throws IOException {
        String stem = pom.toString().substring(0, pom.toString().length() - ".pom".length());
        Document content = read(pom);
        POM_RULES.forEach((rule, test) -> demand(holds(content, test), pom, rule));
        Path folder = pom.getParent();
        demand(
                repository.relativize(folder).equals(coordinates(content))
                        && stem.endsWith(text(content, "artifactId") + "-" + folder.getFileName()),
                pom,
                "coordinates are those of its folder");
        checkFile(pom);
        if (!text(content, "packaging").equals("pom")) {
            for (String classifier : JARS) {
                checkJar(Path.of(stem + classifier + ".jar"));
            }
            Path jar = Path.of(stem + ".jar");
            demand(!moduleName(jar).isEmpty(), jar, "Automatic-Module-Name");
        }
        Path materials = Path.of(stem + "-cyclonedx.json");
        demand(Files.exists(materials), materials, "bill of materials");
        if (Files.exists(materials)) {
            checkFile(materials);
        }
    }

    private static Path coordinates(Document pom) {
        return Path.of(text(pom, "groupId").replace('.', '/'))
                .resolve(text(pom, "artifactId"))
                .resolve(text(pom, "version"));
    }

    /** A jar that exists and carries its terms. */
    private void checkJar(Path jar) throws IOException {
        demand(Files.exists(jar), jar, "exists");
        if (!Files.exists(jar)) {
            return;
        }
        checkFile(jar);
        try (JarFile entries = new JarFile(jar.toFile())) {
            for (String terms : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
                demand(entries.getEntry(terms) != null, jar, terms);
            }
        }
    }

    private static String moduleName(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            return "";
        }
        try (JarFile entries = new JarFile(jar.toFile())) {
            String name =
                    entries.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
            return name == null || name.contains("$") ? "" : name;
        }
    }

    /** Checksums that are right, and a signature, which the caller verifies. */
    private void checkFile(Path file) throws IOException {
        for (String algorithm : List.of("MD5", "SHA-1")) {
            String suffix = "." + algorithm.toLowerCase(Locale.ROOT).replace("-", "");
            Path sum = file.resolveSibling(file.getFileName() + suffix);
            demand(
                    Files.exists(sum) && Files.readString(sum).trim().equals(sum(file, algorithm)),
                    file,
                    "checksum " + algorithm);
        }
        Path signature = file.resolveSibling(file.getFileName() + ".asc");
        demand(
                Files.exists(signature)
                        && Files.readString(signature).startsWith("-----BEGIN PGP SIGNATURE-----"),
                file,
                "signature");
    }

    private static String sum(Path file, String algorithm) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private static Document read(Path pom) throws IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try (InputStream in = Files.newInputStream(pom)) {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(in);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + ": " + e.getMessage(), e);
        }
    }

    private static boolean holds(Document pom, String test) {
        return !evaluate(pom, "boolean(" + test + ")").equals("false");
    }

    private static String text(Document pom, String child) {
        return evaluate(pom, "string(/project/" + child + ")");
    }

    private static String evaluate(Document pom, String expression) {
        try {
            return XPathFactory.newInstance().newXPath().evaluate(expression, pom);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }
}
