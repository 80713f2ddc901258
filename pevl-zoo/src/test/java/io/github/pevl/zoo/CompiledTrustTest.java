package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of somebody else: programs, which are run when they are opened. */
@ExtendWith(OwnCache.class)
class CompiledTrustTest {

    @TempDir Path temp;

    private Path folder;
    private Path archive;

    @TempDir static Path shared;

    @BeforeAll
    static void compile() throws IOException {
        ModelCompiler.compile(
                Models.copy(shared.resolve("model")), shared.resolve("compiled"), Precision.FP32);
    }

    @BeforeEach
    void copy() throws IOException {
        folder = temp.resolve("compiled");
        archive = folder.resolve("model.pt");
        try (Stream<Path> all = Files.walk(shared.resolve("compiled"))) {
            for (Path path : all.toList()) {
                Files.copy(path, folder.resolve(shared.resolve("compiled").relativize(path)));
            }
        }
    }

    @AfterEach
    void reset() {
        System.clearProperty(NetworkArchive.TRUST);
    }

    private ZooModel<GroundingRequest, GroundingResult> open() throws Exception {
        return Models.criteria()
                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                .build()
                .loadModel();
    }

    private void refused(String cause) {
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageStartingWith(archive + " is not as it was written")
                .withMessageContaining(cause)
                .withMessageContaining("An archive is a program")
                .withMessageContaining("system property pevl.trust.compiled");
    }

    /** The members of the archive, changed, with a compiled.json that fits. */
    private void change(UnaryOperator<Map<String, byte[]>> how) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        write(how.apply(members), ZipEntry.STORED);
    }

    private void write(Map<String, byte[]> members, int method) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(member.getValue());
                ZipEntry entry = new ZipEntry(member.getKey());
                entry.setMethod(method);
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                entry.setSize(member.getValue().length);
                if (method == ZipEntry.STORED) {
                    entry.setCompressedSize(member.getValue().length);
                }
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        }
        fit();
    }

    private void fit() throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        Files.writeString(
                folder.resolve("compiled.json"),
                "{\"precision\": \"FP32\", \"bytes\": %d, \"checksum\": \"%08x\"}"
                        .formatted(bytes.length, crc.getValue()));
    }

    private static byte[] edited(byte[] content, String what, String by) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(what);
        return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes a file when the network is prepared. */
    private Path addCode() throws IOException {
        Path trace = temp.resolve("trace");
        String line = "    self.dtype = int(dtype)\n";
        String evil = "    torch.save(self.head_bias, \"%s\")\n".formatted(trace);
        change(
                members -> {
                    members.computeIfPresent(
                            "pevl/code/__torch__.py",
                            (name, code) -> edited(code, line, evil + line));
                    return members;
                });
        return trace;
    }

    @Test
    void otherCodeIsNotRun() throws Exception {
        Path trace = addCode();
        refused("byte ");
        assertThat(trace).doesNotExist();
    }

    /** Whoever sets the property has the code run; that is what it says. */
    @Test
    void otherCodeIsRunWhereItIsTrusted() throws Exception {
        Path trace = addCode();
        System.setProperty(NetworkArchive.TRUST, "true");
        assertThatCode(() -> open().close()).doesNotThrowAnyException();
        assertThat(trace).exists();
        Files.write(archive, new byte[] {0}, StandardOpenOption.APPEND);
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageContaining("is not as it was written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pevl/version",
                "pevl/data.pkl",
                "pevl/constants.pkl",
                "pevl/extra/README.txt",
                "pevl/code/__torch__.py"
            })
    void anyChangedByteIsSeen(String member) throws Exception {
        change(
                members -> {
                    byte[] content = members.get(member);
                    content[content.length / 2] ^= 1;
                    return members;
                });
        refused("byte ");
    }

    @Test
    void membersMoreOrLessOrOfAnotherOrderAreSeen() throws Exception {
        byte[] good = Files.readAllBytes(archive);
        change(
                members -> {
                    members.put(
                            "pevl/code/more.py", "def f(): pass".getBytes(StandardCharsets.UTF_8));
                    return members;
                });
        refused("");
        Files.write(archive, good);
        change(
                members -> {
                    members.keySet().remove("pevl/data/3");
                    return members;
                });
        refused("");
        Files.write(archive, good);
        change(
                members -> {
                    byte[] version = members.remove("pevl/version");
                    members.put("pevl/version", version);
                    return members;
                });
        refused("");
        Files.write(archive, good);
        Files.write(archive, new byte[] {'x'}, StandardOpenOption.APPEND);
        fit();
        refused("1 bytes after its end");
    }

    @Test
    void packedOrShortenedMembersAreSeen() throws Exception {
        byte[] good = Files.readAllBytes(archive);
        change(
                members -> {
                    members.computeIfPresent(
                            "pevl/data/3", (name, bytes) -> java.util.Arrays.copyOf(bytes, 4));
                    return members;
                });
        refused("");
        Files.write(archive, good);
        Map<String, byte[]> packed = new LinkedHashMap<>();
        change(
                members -> {
                    packed.putAll(members);
                    return members;
                });
        write(packed, ZipEntry.DEFLATED);
        refused("");
    }

    /** The zip file's own checksum of a tensor, where compiled.json was made to fit. */
    @Test
    void damagedValuesAreSeen() throws Exception {
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        fit();
        refused("the values of a tensor have another checksum");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void whatThisVersionWritesIsOpened(Precision precision) throws Exception {
        ModelCompiler.compile(shared.resolve("model"), folder, precision);
        GroundingRequest request = new GroundingRequest(Models.noise(9, 9, 1), "the star");
        try (ZooModel<GroundingRequest, GroundingResult> model = open();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            assertThat(predictor.predict(request).groundings()).hasSize(1);
        }
        Path info = folder.resolve("compiled.json");
        String other = precision == Precision.FP32 ? "INT8" : "FP32";
        Files.writeString(info, Files.readString(info).replace(precision.name(), other));
        refused("byte ");
    }

    /** A folder is what it says, whatever else lies in it. */
    @Test
    void aStrayFileDoesNotMakeAFolderCompiled() throws Exception {
        Path model = Models.copy(temp.resolve("model"));
        Files.copy(archive, model.resolve("model.pt"));
        Files.copy(folder.resolve("compiled.json"), model.resolve("compiled.json"));
        folder = model;
        try (ZooModel<GroundingRequest, GroundingResult> opened = open()) {
            assertThat(opened.getBlock()).isInstanceOf(PevlBlock.class);
        }
    }

    /** Earlier versions did not write what the network is. */
    @Test
    void aFolderOfAnEarlierVersionIsOpened() throws Exception {
        Path serving = folder.resolve("serving.properties");
        String text = Files.readString(serving);
        assertThat(text).contains("network=compiled");
        Files.writeString(serving, text.replace("network=compiled\n", ""));
        open().close();
        Files.writeString(serving, text + "bad=\\u12\n");
        assertThatIOException().isThrownBy(() -> ModelFolder.config(folder));
    }
}
