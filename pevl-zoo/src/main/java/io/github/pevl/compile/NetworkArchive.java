package io.github.pevl.compile;

import io.github.pevl.checkpoint.TensorData;
import io.github.pevl.json.RecordJson;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Writes the network as a TorchScript archive, which PyTorch opens in any of its languages. */
public final class NetworkArchive {

    /** The name of the archive in a model's folder. */
    public static final String FILE = "model.pt";

    private static final String SOURCE = "pevl.py";

    private static final String ABOUT = "README.txt";

    private NetworkArchive() {}

    /**
     * Writes an archive, and what is known of it. One tensor, or the piece of one, is in memory at
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

    /** The same with another script, such as one with a wrong kernel. */
    static void write(
            Path folder,
            PevlConfig config,
            Precision precision,
            Function<String, TensorData> weights,
            UnaryOperator<String> script)
            throws IOException {
        Path archive = folder.resolve(FILE);
        ScriptObject root = new NetworkScript(config, precision, weights).root();
        String about =
                resource(ABOUT) + "\nconfig.json of this network:\n" + RecordJson.write(config);
        ScriptArchive.write(archive, root, script.apply(resource(SOURCE)), about);
        Files.writeString(
                folder.resolve(ArchiveInfo.FILE),
                RecordJson.write(ArchiveInfo.of(archive, precision)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NetworkArchive.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
