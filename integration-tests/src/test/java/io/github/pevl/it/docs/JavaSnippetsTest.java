package io.github.pevl.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of Java in the documents compiles against the public types. */
class JavaSnippetsTest {

    /** What pieces name without saying where it comes from; pieces may declare their own. */
    private static final String GIVEN =
            """
            static Image image;
            static Path path;
            static Recipe recipe;
            static TrainingData data;
            static TrainingSession session;
            static Predictor<GroundingRequest, GroundingResult> predictor;
            """;

    private static final List<String> PACKAGES =
            List.of(
                    "java.io",
                    "java.nio.file",
                    "java.util",
                    "ai.djl",
                    "ai.djl.engine",
                    "ai.djl.inference",
                    "ai.djl.modality.cv",
                    "ai.djl.ndarray",
                    "ai.djl.repository.zoo",
                    "ai.djl.training",
                    "ai.djl.training.evaluator",
                    "ai.djl.training.listener",
                    "ai.djl.translate",
                    "io.github.pevl.data",
                    "io.github.pevl.image",
                    "io.github.pevl.recipe",
                    "io.github.pevl.request",
                    "io.github.pevl.run",
                    "io.github.pevl.text",
                    "io.github.pevl.translate",
                    "io.github.pevl.zoo");

    @TempDir java.nio.file.Path classes;

    static Stream<Markdown.Block> pieces() throws IOException {
        // Spark is not on this module's class path: its page is checked where Spark is.
        return Markdown.blocks("java").stream()
                .filter(piece -> !piece.page().equals("docs/spark.md"));
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void compiles(Markdown.Block piece) throws IOException {
        StringBuilder source = new StringBuilder();
        PACKAGES.forEach(name -> source.append("import ").append(name).append(".*;\n"));
        source.append("class Piece {\n").append(GIVEN);
        source.append("void run() throws Exception {\n");
        source.append(piece.text()).append("}\n}\n");
        assertThat(errors(source.toString())).isEmpty();
    }

    private String errors(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///Piece.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        compiler.getTask(errors, null, null, options, null, List.of(file)).call();
        return errors.toString();
    }
}
