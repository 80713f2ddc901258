package io.github.pevl.internal.compile;

import ai.djl.nn.Parameter;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Writes the network as a TorchScript archive, which PyTorch opens in any of its languages. */
public final class NetworkArchive {

    /** The name of the archive in a model's folder. */
    public static final String FILE = "model.pt";

    /**
     * The system property that allows any archive's code to run; trust it as you would a program.
     */
    public static final String TRUST = "pevl.trust.compiled";

    private static final String SOURCE = "pevl.py";

    private static final String ABOUT = "README.txt";

    private NetworkArchive() {}

    /**
     * Writes an archive and its {@link ArchiveInfo}. One tensor, or a piece of one, is in memory at
     * a time.
     *
     * @param folder gets {@value #FILE} and {@value ArchiveInfo#FILE}; has neither yet
     * @param weights gives the values of each parameter of {@code PevlBlock} by its name
     * @throws IOException if values cannot be fetched as described or the disk refuses
     */
    public static void write(
            Path folder,
            PevlConfig config,
            Precision precision,
            Function<String, TensorData> weights)
            throws IOException {
        write(folder, config, precision, weights, script -> script);
    }

    /** The same with a changed script, for tests. */
    static void write(
            Path folder,
            PevlConfig config,
            Precision precision,
            Function<String, TensorData> weights,
            UnaryOperator<String> script)
            throws IOException {
        Path archive = folder.resolve(FILE);
        ScriptObject root = new NetworkScript(config, precision, weights).root();
        ScriptArchive.write(archive, root, script.apply(resource(SOURCE)), about(config));
        RecordJson.save(folder.resolve(ArchiveInfo.FILE), ArchiveInfo.of(archive, precision));
    }

    /**
     * An archive in memory, for small networks.
     *
     * @param weights as for {@link #write}
     * @throws IOException if values cannot be fetched as described
     */
    public static byte[] bytes(
            PevlConfig config, Precision precision, Function<String, TensorData> weights)
            throws IOException {
        ScriptObject root = new NetworkScript(config, precision, weights).root();
        ByteArrayOutputStream archive = new ByteArrayOutputStream(1 << 20);
        ScriptArchive.write(archive, FILE, root, resource(SOURCE), about(config));
        return archive.toByteArray();
    }

    /**
     * What the answers of an archive depend on besides the network: the script, by its checksum,
     * this machine's processor, and PyTorch.
     *
     * @param pytorch its version
     */
    public static String environment(String pytorch) throws IOException {
        CRC32C script = new CRC32C();
        script.update(resource(SOURCE).getBytes(StandardCharsets.UTF_8));
        return "script %08x, %s, PyTorch %s"
                .formatted(script.getValue(), Processor.features(), pytorch);
    }

    /**
     * Checks that {@link #write} wrote an archive for a network of these sizes: everything is equal
     * except the values of tensors. An archive's code runs when it is opened, so one with other
     * code, or another pickle, is refused. With the system property {@value #TRUST} set to {@code
     * true}, any code is accepted, and runs.
     *
     * @throws IOException saying what differs and what to do
     */
    static void require(Path folder, PevlConfig config, ArchiveInfo info) throws IOException {
        Path archive = folder.resolve(FILE);
        if (Boolean.getBoolean(TRUST)) {
            info.require(archive);
            return;
        }
        Map<String, Parameter> parameters = new PevlBlock(config).getParameters().toMap();
        ScriptObject root =
                new NetworkScript(
                                config,
                                info.precision(),
                                name -> shape(Objects.requireNonNull(parameters.get(name))))
                        .root();
        String difference;
        try {
            long checksum = ScriptArchive.compare(archive, root, resource(SOURCE), about(config));
            difference = info.difference(archive, checksum);
        } catch (IOException e) {
            difference = String.valueOf(e.getMessage());
        }
        if (!difference.isEmpty()) {
            throw new IOException(
                    ("%s is not as it was written, or another version wrote it: %s. An archive is a"
                                    + " program, which is run when it is opened, so it is left alone."
                                    + " Compile the model again; or, if you trust whoever made it with"
                                    + " your machine, set the system property %s to true.")
                            .formatted(archive, difference, TRUST));
        }
    }

    /** A parameter's shape, without its values. */
    private static TensorData shape(Parameter parameter) {
        ElementType type = ElementType.FLOAT32;
        return new TensorData(
                parameter.getName(),
                parameter.getShape(),
                type,
                type,
                () -> {
                    throw new IllegalStateException("only the shape is known");
                });
    }

    private static String about(PevlConfig config) throws IOException {
        return resource(ABOUT) + "\nconfig.json of this network:\n" + RecordJson.write(config);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NetworkArchive.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
