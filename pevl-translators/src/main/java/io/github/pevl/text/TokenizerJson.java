package io.github.pevl.text;

import ai.djl.util.JsonUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a vocabulary as the {@code tokenizer.json} of Hugging Face's tokenizers.
 *
 * <p>Position words are words of the model, not "added tokens": those would be found inside other
 * words too ({@code @@x}), where BERT splits at punctuation. So the pieces between white space are
 * taken one by one, and one that is a position word from end to end is kept; all others break at
 * punctuation. The special words, in contrast, count wherever they stand, and only in upper case.
 */
final class TokenizerJson {

    private static final String PUNCTUATION = "[!-/:-@\\[-`{-~]|\\p{P}";

    private TokenizerJson() {}

    static String of(PevlVocabulary vocabulary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put(
                "added_tokens",
                PevlVocabulary.SPECIALS.stream().map(word -> special(vocabulary, word)).toList());
        json.put(
                "normalizer",
                Map.of(
                        "type", "BertNormalizer",
                        "clean_text", true,
                        "handle_chinese_chars", true,
                        "lowercase", true));
        json.put("pre_tokenizer", words(vocabulary.hasRelations()));
        json.put("post_processor", beginning(vocabulary));
        json.put("model", pieces(vocabulary));
        return JsonUtils.GSON.toJson(json);
    }

    private static Map<String, Object> special(PevlVocabulary vocabulary, String word) {
        return Map.of(
                "id", vocabulary.id(word),
                "content", word,
                "single_word", false,
                "lstrip", false,
                "rstrip", false,
                "normalized", false,
                "special", true);
    }

    private static Map<String, Object> words(boolean relations) {
        // Not \d for the digits: it would take those of other scripts, too.
        String kept =
                "@@|##|\\[pos_(?:[0-9]|[1-9][0-9]|[1-4][0-9][0-9]|50[0-9]|51[01])\\]"
                        + (relations ? "|\\[unrel\\]" : "");
        return Map.of(
                "type",
                "Sequence",
                "pretokenizers",
                List.of(
                        Map.of("type", "WhitespaceSplit"),
                        Map.of(
                                "type",
                                "Split",
                                "pattern",
                                Map.of("Regex", "\\A(?:" + kept + ")\\z|" + PUNCTUATION),
                                "behavior",
                                "Isolated",
                                "invert",
                                false)));
    }

    private static Map<String, Object> beginning(PevlVocabulary vocabulary) {
        Map<String, Object> begin =
                Map.of("SpecialToken", Map.of("id", PevlVocabulary.CLASS, "type_id", 0));
        Map<String, Object> first = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
        Map<String, Object> second = Map.of("Sequence", Map.of("id", "B", "type_id", 0));
        Map<String, Object> token =
                Map.of(
                        "id", PevlVocabulary.CLASS,
                        "ids", List.of(vocabulary.classId()),
                        "tokens", List.of(PevlVocabulary.CLASS));
        return Map.of(
                "type", "TemplateProcessing",
                "single", List.of(begin, first),
                "pair", List.of(begin, first, second),
                "special_tokens", Map.of(PevlVocabulary.CLASS, token));
    }

    private static Map<String, Object> pieces(PevlVocabulary vocabulary) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String word : vocabulary.words()) {
            ids.put(word, ids.size());
        }
        return Map.of(
                "type",
                "WordPiece",
                "unk_token",
                PevlVocabulary.UNKNOWN,
                "continuing_subword_prefix",
                "##",
                "max_input_chars_per_word",
                100,
                "vocab",
                ids);
    }
}
