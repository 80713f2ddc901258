package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The Java of docs/spark.md is the body of a method that compiles. */
class DocumentedCallTest {

    @SuppressWarnings("unused")
    private static Dataset<Row> documented(Dataset<Row> rows) throws Exception {
        Dataset<Row> answers = PevlSpark.builder("pevl-everyday").build().answer(rows);
        return answers;
    }

    @Test
    void theDocumentHasWhatCompiles() throws IOException {
        Path root = Path.of(System.getProperty("pevl.root"));
        String page = Files.readString(root.resolve("docs/spark.md"));
        String source =
                Files.readString(
                        root.resolve(
                                "examples/spark/src/test/java/io/github/pevl/spark/DocumentedCallTest.java"));
        Matcher block = Pattern.compile("(?s)```java\n(.*?)```").matcher(page);
        int found = 0;
        while (block.find()) {
            found++;
            assertThat(source).contains(block.group(1).strip());
        }
        assertThat(found).isPositive();
    }
}
