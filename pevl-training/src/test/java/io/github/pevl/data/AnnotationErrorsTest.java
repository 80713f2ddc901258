package io.github.pevl.data;

import static io.github.pevl.data.AnnotationJson.CAPTIONS;
import static io.github.pevl.data.AnnotationJson.CHOICE;
import static io.github.pevl.data.AnnotationJson.FOUR;
import static io.github.pevl.data.AnnotationJson.QUESTION;
import static io.github.pevl.data.AnnotationJson.RELATION;
import static io.github.pevl.data.AnnotationJson.RELATIONS;
import static io.github.pevl.data.AnnotationJson.ROOT;
import static io.github.pevl.data.AnnotationJson.read;
import static io.github.pevl.data.AnnotationJson.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in annotation files is named with its location. */
class AnnotationErrorsTest {

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gqa      | "answer": "left"   | "answer": " "           | answer          | is blank
                    gqa      | "no_bbox": 0       | "no_bbox": 2            | no_bbox         | is not 0 or 1
                    gqa      | [23, 27]           | [23, 99]                | tokens_positive[1] | leaves the sentence
                    vcr      | "person", "dog"    | "person"                | names           | 1 names for 2 boxes
                    vcr      | "person", "dog"    | "person", " "           | names[1]        | name
                    vcr      | "near", [1]        | "near", [2]             | question        | object 2 does not exist; there are 2
                    vcr      | "near", [1]        | "near", [0.5]           | question        | is not a list of words
                    vcr      | "who", "knows"     | ''                      | wrong_answer    | no words
                    vcr      | 0.9                | 0.9, 3                  | bbox_list[0]    | is not a box
                    vcr-eval | "answer_label": 2  | "answer_label": 4       | answer_label    | the choices are 0 to 3
                    vcr-eval | ["x"], ["y"]       | ["x"], [[7]]            | rationale_choices[2] | object 7 does not exist
                    vrd      | [1, 2], "with_rel" | [1, 4], "with_rel"      | gt_classes[1]   | no label 4; the dictionary has 1 to 3
                    vrd      | [0, 1, 2]          | [0, 1, 3]               | rel_tri         | no predicate 3
                    vrd      | [0, 1, 2]          | [0, 0, 2]               | rel_tri         | cannot relate to itself
                    vrd      | "with_rel": 1      | "with_rel": 0, "un_rel_pair": [] | un_rel_pair | one pair
                    vrd      | 921.6, 691.2       | 921.6, 230.0            | bbox_list[1]    | is not a box
                    vrd-eval | [1, 0, 1]          | [1, 2, 1]               | relations[1]    | object 2 does not exist
                    vrd-eval | [[0, 1, 2], [1, 0, 1]] | []                  | relations       | nothing to find
                    """)
    void badEntriesAreNamed(String format, String part, String wrong, String field, String said)
            throws IOException {
        String entry =
                switch (format) {
                    case "gqa" -> QUESTION;
                    case "vcr" -> CHOICE;
                    case "vcr-eval" -> FOUR;
                    case "vrd" -> RELATION;
                    default -> RELATIONS;
                };
        assertThat(entry).contains(part);
        String bad = entry.replace(part, wrong);
        if (wrong.contains("un_rel_pair")) {
            bad = bad.replace(",\n \"un_rel_pair\": [\"1_0\", \"0_1\"]", "");
        }
        String content = bad;
        Path dictionary = AnnotationJson.dictionary(temp);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(temp, AnnotationFormat.named(format, dictionary), content))
                .withMessageContaining(
                        "annotations.json, line 1, entry 0 (from 0), field '" + field)
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "id": 6                      | "id": 5            | line 5, images[1], field 'id'      | an image before
                    "caption": "nothing"         | "capt": ""         | line 5, images[1], field 'caption' | is missing
                    "image_id": 6                | "image_id": 9      | no                                 | no
                    "bbox": [64, 96, 192, 240]   | "bbox": [1, 2, 3]  | line 7, annotations[0], field 'bbox' | is not a box
                    "bbox": [320, 144            | "bbox": [700, 144  | line 9, annotations[1], field 'bbox' | lies beside
                    [14, 17]                     | [14, 170]          | line 7, annotations[0], field 'tokens_positive' | leaves the sentence
                    [14, 17]                     | [14, 14]           | line 7, annotations[0], field 'tokens_positive[2]' | cannot reach
                    """)
    void badCaptionsAreNamed(String part, String wrong, String where, String said)
            throws IOException {
        assertThat(CAPTIONS).contains(part);
        Path json = write(temp, CAPTIONS.replace(part, wrong));
        if (where.equals("no")) { // crowds are passed over unread
            assertThat(AnnotationFormat.MDETR.read(json, ROOT)).hasSize(1);
            return;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.MDETR.read(json, ROOT))
                .withMessageStartingWith(json + ", " + where)
                .withMessageContaining(said);
    }

    @Test
    void aCheckFindsEverythingAndGoesOn() throws IOException {
        Files.createFile(temp.resolve("a.png"));
        String far = QUESTION.replace("[320, 144, 576, 432]", "[320, 144, 576, 999]");
        String bad =
                QUESTION.replace("[7, 10], [23, 27]", "[7, 70], [23, 90]")
                        .replace("[320, 144", "[700, 144")
                        .replace("576, 432", "800, 432")
                        .replace("a.png", "b.png");
        Path json =
                write(temp, "[" + String.join(",\n", QUESTION, far, bad, "[]", QUESTION) + "\n, {");
        List<String> problems = new ArrayList<>();
        AnnotationFormat.Check check = AnnotationFormat.QUESTIONS.check(json, temp, problems::add);
        List<String> expected =
                List.of(
                        "line 5, entry 1 (from 0), field 'bbox_list[1]': Box (320.0, 144.0, 576.0,"
                                + " 999.0) reaches beyond the image of 640 x 480",
                        "line 9, entry 2 (from 0), field 'file_name': there is no image file",
                        "line 9, entry 2 (from 0), field 'bbox_list[1]': Box (700.0, 144.0",
                        "line 9, entry 2 (from 0), field 'tokens_positive[0]': Span [7, 70)",
                        "line 9, entry 2 (from 0), field 'tokens_positive[1]': Span [23, 90)",
                        "line 13, entry 3 (from 0): expected an object",
                        "line 18, entry 5 (from 0): not JSON, or cut off");
        assertThat(problems).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(problems.get(i)).startsWith(json + ", " + expected.get(i));
        }
        assertThat(check).isEqualTo(new AnnotationFormat.Check(5, 3, 2, problems.size()));
    }

    @Test
    void aCheckOfCaptionsNamesBoxesOfNoImage() throws IOException {
        Path json =
                write(
                        temp,
                        CAPTIONS.replace(
                                "\"image_id\": 5, \"bbox\": [320",
                                "\"image_id\": 8, \"bbox\": [320"));
        List<String> problems = new ArrayList<>();
        AnnotationFormat.MDETR.check(json, ROOT, problems::add);
        assertThat(problems)
                .anyMatch(
                        it ->
                                it.contains(
                                        "annotations[2], field 'bbox': Box (0.0, 0.0, 50.0, 900.0) reaches"))
                .anyMatch(
                        it -> it.contains("annotations[1], field 'image_id': is that of no image"))
                .anyMatch(it -> it.contains("images[1], field 'file_name': there is no image"))
                .hasSize(4);
    }
}
