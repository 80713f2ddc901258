package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import org.junit.jupiter.api.Test;

/** Captions and questions are cleaned as the original cleans them. */
class TextsTest {

    @Test
    void cleanedTextsAreThoseOfTheOriginal() {
        assertThat(Golden.json("data/clean_text.json").getAsJsonArray())
                .isNotEmpty()
                .allSatisfy(
                        element -> {
                            JsonObject entry = element.getAsJsonObject();
                            String text = entry.get("text").getAsString();
                            int maxWords = entry.get("max_words").getAsInt();
                            assertThat(TextCleaner.caption(text, maxWords))
                                    .as("caption of <%s>", text)
                                    .isEqualTo(entry.get("caption").getAsString());
                            assertThat(TextCleaner.question(text, maxWords))
                                    .as("question of <%s>", text)
                                    .isEqualTo(entry.get("question").getAsString());
                        });
    }
}
