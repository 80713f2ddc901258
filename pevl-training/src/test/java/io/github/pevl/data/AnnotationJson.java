package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An entry of each format, and the samples that they hold. */
final class AnnotationJson {

    static final Path ROOT = Path.of("images");
    static final Path IMAGE = ROOT.resolve("a.png");
    static final Box FIRST = new Box(64, 96, 256, 336);
    static final Box SECOND = new Box(320, 144, 576, 432);

    static final RelationDictionary DICTIONARY =
            new RelationDictionary(List.of("man", "horse", "hat"), List.of("on", "riding"));

    /** The dictionary as a file has it. */
    private static final String NAMES =
            """
            {"idx_to_label": {"1": "man", "2": "horse", "3": "hat"},
             "idx_to_predicate": {"1": "on", "2": "riding"}, "other": []}""";

    static final String QUESTION =
            """
            {"file_name": "a.png", "width": 640, "height": 480, "q_id": 7,
             "question": "Is the box left of the ball?", "answer": "left", "no_bbox": 0,
             "tokens_positive": [[7, 10], [23, 27]], "not_crop_bbox_list": [[64, 96, 256, 336]],
             "bbox_list": [[64, 96, 256, 336], [320, 144, 576, 432]], "kind": "side"}""";

    static final String CHOICE =
            """
            {"file_name": "a.png", "width": 640, "height": 480, "annot_id": "val-0",
             "names": ["person", "dog"],
             "bbox_list": [[64, 96, 256, 336, 0.9], [320, 144, 576, 432, 0.8]],
             "question": ["why", "is", [0], "near", [1], "?"],
             "right_answer": [[0], "likes", [1]], "wrong_answer": ["who", "knows"],
             "right_rationale": [[1], "is", "a", "pet"], "wrong_rationale": ["no", "idea"]}""";

    static final String FOUR =
            CHOICE.substring(0, CHOICE.indexOf("\"right_answer\""))
                    + """
                    "answer_choices": [["a"], ["b"], [[0, 1]], ["d"]], "answer_label": 2,
                    "rationale_choices": [["w"], ["x"], ["y"], ["z"]], "rationale_label": 0}""";

    static final String RELATION =
            """
            {"file_name": "a.png", "img_info": {"width": 640, "height": 480},
             "bbox_list": [[102.4, 153.6, 409.6, 537.6], [512, 230.4, 921.6, 691.2]],
             "gt_classes": [1, 2], "with_rel": 1, "rel_tri": [0, 1, 2],
             "un_rel_pair": ["1_0", "0_1"]}""";

    static final String RELATIONS =
            """
            {"img_path": "a.png", "width": 640, "height": 480,
             "boxes": [[64, 96, 256, 336], [320, 144, 576, 432]],
             "labels": [1, 2], "relations": [[0, 1, 2], [1, 0, 1]]}""";

    static final String CAPTIONS =
            """
            {"info": {"images": [1]}, "licenses": [],
             "images": [
              {"id": 5, "file_name": "a.png", "width": 640, "height": 480,
               "caption": "a dog and the pet of two cats", "dataset_name": "coco"},
              {"id": 6, "file_name": "b.png", "width": 640, "height": 480, "caption": "nothing"}],
             "annotations": [
              {"image_id": 5, "bbox": [64, 96, 192, 240], "iscrowd": 0,
               "tokens_positive": [[10, 13], [2, 5], [14, 17]]},
              {"image_id": 5, "bbox": [320, 144, 256, 288], "tokens_positive": [[21, 29]]},
              {"image_id": 5, "bbox": [0, 0, 50, 900], "tokens_positive": [[21, 29]]},
              {"image_id": 6, "bbox": [0, 0, 5, 5], "iscrowd": 1, "tokens_positive": []}]}""";

    private AnnotationJson() {}

    static <S extends Sample> List<S> read(
            Path folder, AnnotationFormat<S> format, String... entries) throws IOException {
        return format.read(write(folder, "[" + String.join(",", entries) + "]"), ROOT);
    }

    static Path dictionary(Path folder) throws IOException {
        return Files.writeString(folder.resolve("dictionary.json"), NAMES);
    }

    static Path write(Path folder, String content) throws IOException {
        return Files.writeString(folder.resolve("annotations.json"), content);
    }
}
