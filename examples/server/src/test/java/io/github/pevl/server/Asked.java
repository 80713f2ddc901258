package io.github.pevl.server;

import java.util.List;

/**
 * A request of each task about the scene in {@code docs}.
 *
 * @param model a model of the jar
 * @param fields of the request beside the image
 */
record Asked(String model, String fields) {

    static final String OBJECTS =
            "\"objects\": [{\"name\": \"star\", \"box\": [11, 61, 78, 133]},"
                    + " {\"name\": \"square\", \"box\": [165, 200, 317, 359]}]";

    static final Asked GROUNDING = new Asked("pevl-scenes", "\"text\": \"the large red square\"");

    static final Asked FILL =
            new Asked(
                    "pevl-scenes-pretrain",
                    "\"text\": \"the [MASK] square @@ [MASK] [MASK] [MASK] [MASK] ##\"");

    static List<Asked> all() {
        return List.of(
                GROUNDING,
                new Asked(
                        "pevl-scenes-phrases",
                        "\"caption\": \"the purple circle and the large red square\","
                                + " \"phrases\": [\"the purple circle\", \"the large red square\"]"),
                new Asked("pevl-scenes-relations", OBJECTS),
                new Asked(
                        "pevl-scenes-choices",
                        OBJECTS
                                + ", \"question\": \"what color is [1] ?\","
                                + " \"choices\": [\"[1] is red .\", \"[1] is blue .\"]"),
                new Asked(
                        "pevl-scenes-answers",
                        "\"question\": \"what color is the shape ?\", \"mentions\":"
                                + " [{\"words\": [18, 23], \"box\": [60, 280, 136, 354]}]"),
                FILL);
    }
}
