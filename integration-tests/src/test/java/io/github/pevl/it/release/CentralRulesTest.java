package io.github.pevl.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of {@link CentralRules} is broken once in a release that keeps all of them. */
class CentralRulesTest {

    private static final String POM =
            """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>org.example</groupId>
              <artifactId>some</artifactId>
              <version>1.0</version>
              <name>Some</name>
              <description>Something.</description>
              <url>https://example.org/some</url>
              <licenses><license><name>Apache-2.0</name><url>https://www.apache.org/licenses/LICENSE-2.0</url></license></licenses>
              <developers><developer><name>Some authors</name></developer></developers>
              <scm><connection>scm:git:https://example.org/some.git</connection><developerConnection>scm:git:ssh://git@example.org/some.git</developerConnection><url>https://example.org/some</url></scm>
              <dependencies><dependency><groupId>org.example</groupId><artifactId>other</artifactId><version>2.0</version></dependency></dependencies>
            </project>
            """;

    @TempDir Path repository;

    private Path folder;

    @BeforeEach
    void writeARelease() throws Exception {
        folder = Files.createDirectories(repository.resolve("org/example/some/1.0"));
        write("some-1.0.pom", POM.getBytes(StandardCharsets.UTF_8));
        write("some-1.0-cyclonedx.json", "{}".getBytes(StandardCharsets.UTF_8));
        for (String classifier : List.of("", "-sources", "-javadoc")) {
            writeJar("some-1.0" + classifier + ".jar", "some", "META-INF/LICENSE,META-INF/NOTICE");
        }
    }

    private void write(String name, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        for (String algorithm : List.of("MD5", "SHA1")) {
            byte[] sum = MessageDigest.getInstance(algorithm).digest(content);
            Files.writeString(
                    file.resolveSibling(name + "." + algorithm.toLowerCase(Locale.ROOT)),
                    HexFormat.of().formatHex(sum));
        }
        Files.writeString(file.resolveSibling(name + ".asc"), "-----BEGIN PGP SIGNATURE-----\n");
    }

    private void writeJar(String name, String module, String entries) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!module.isEmpty()) {
            manifest.getMainAttributes().putValue("Automatic-Module-Name", module);
        }
        Path temporary = folder.resolve("temporary");
        try (OutputStream out = Files.newOutputStream(temporary);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String entry : entries.split(",", -1)) {
                jar.putNextEntry(new ZipEntry(entry));
            }
        }
        byte[] content = Files.readAllBytes(temporary);
        Files.delete(temporary);
        write(name, content);
    }

    @Test
    void aWholeReleaseBreaksNoRule() throws IOException {
        assertThat(CentralRules.violations(repository)).isEmpty();
    }

    @Test
    void anEmptyRepositoryIsNoRelease() throws IOException {
        Path empty = Files.createDirectory(repository.resolve("empty"));
        assertThat(CentralRules.violations(empty)).containsExactly("empty: has artifacts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<name>Some</name> | | name",
                "<description>Something.</description> | | description",
                "<url>https://example.org/some</url> | | url,scm url",
                "<name>Apache-2.0</name> | | licence",
                "<name>Some authors</name> | <id>some</id> | developer",
                "<connection>scm:git: | <connection>git: | scm connection",
                "<developerConnection>scm:git: | <developerConnection>ssh: | scm developerConnection",
                "<version>2.0 | <version>2.0-SNAPSHOT | no snapshot",
                "<version>2.0</version> | | versions of dependencies",
                "<version>2.0</version> | <version>2</version><scope>system</scope> | no system scope",
                "<name>Some</name> | <name>${name}</name> | no open property",
                "</project> | <repositories/></project> | no repository of its own",
                "</project> | <parent/></project> | stands alone",
                "<artifactId>some | <artifactId>same | coordinates are those of its folder",
                "<version>1.0 | <version>1.1 | coordinates are those of its folder",
            })
    void aPomWithoutOneThingBreaksItsRule(String part, String changed, String rules)
            throws Exception {
        assertThat(POM).contains(part);
        String pom = POM.replace(part, changed == null ? "" : changed);
        write("some-1.0.pom", pom.getBytes(StandardCharsets.UTF_8));
        assertThat(CentralRules.violations(repository))
                .containsExactlyInAnyOrder(
                        List.of(rules.split(",", -1)).stream()
                                .map("some-1.0.pom: "::concat)
                                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-sources", "-javadoc"})
    void everyJarIsThereWithItsTerms(String classifier) throws Exception {
        String jar = "some-1.0" + classifier + ".jar";
        writeJar(jar, "some", "META-INF/LICENSE");
        assertThat(CentralRules.violations(repository)).containsExactly(jar + ": META-INF/NOTICE");
        writeJar(jar, "some", "META-INF/NOTICE");
        assertThat(CentralRules.violations(repository)).containsExactly(jar + ": META-INF/LICENSE");
        Files.delete(folder.resolve(jar));
        assertThat(CentralRules.violations(repository)).contains(jar + ": exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${module.name}"})
    void aJarHasAModuleName(String module) throws Exception {
        writeJar("some-1.0.jar", module, "META-INF/LICENSE,META-INF/NOTICE");
        assertThat(CentralRules.violations(repository))
                .containsExactly("some-1.0.jar: Automatic-Module-Name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "some-1.0.pom",
                "some-1.0.jar",
                "some-1.0-sources.jar",
                "some-1.0-javadoc.jar",
                "some-1.0-cyclonedx.json"
            })
    void everyFileHasChecksumsAndASignature(String name) throws Exception {
        Files.writeString(folder.resolve(name + ".sha1"), "0");
        Files.delete(folder.resolve(name + ".md5"));
        Files.writeString(folder.resolve(name + ".asc"), "");
        assertThat(CentralRules.violations(repository))
                .containsExactlyInAnyOrder(
                        name + ": checksum MD5", name + ": checksum SHA-1", name + ": signature");
    }

    @Test
    void aReleaseHasABillOfMaterials() throws Exception {
        Files.delete(folder.resolve("some-1.0-cyclonedx.json"));
        assertThat(CentralRules.violations(repository))
                .containsExactly("some-1.0-cyclonedx.json: bill of materials");
    }
}
