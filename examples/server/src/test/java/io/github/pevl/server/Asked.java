package io.github.pevl.server;

import java.util.List;

/**
 * A request of each task about the scene in {@code docs}.
 *
 * @param model a model of the jar
 * @param fields of the request beside the image
 */
record Asked(String model, String fields) {

    /** Does every task. */
    static final String EVERYDAY = "pevl-everyday";

    static final String OBJECTS =
            "\"objects\": [{\"name\": \"cat\", \"box\": [11, 61, 78, 133]},"
                    + " {\"name\": \"dog\", \"box\": [165, 200, 317, 359]}]";

    /** Of the model that gives every expression a box. */
    static final Asked GROUNDING = new Asked("pevl-scenes", "\"text\": \"the large red square\"");

    static final Asked FILL =
            task("fill", "\"text\": \"the [MASK] cat @@ [MASK] [MASK] [MASK] [MASK] ##\"");

    private static Asked task(String name, String fields) {
        return new Asked(EVERYDAY, "\"task\": \"%s\", %s".formatted(name, fields));
    }

    static List<Asked> all() {
        return List.of(
                GROUNDING,
                task(
                        "phrases",
                        "\"caption\": \"the cat and the large dog\","
                                + " \"phrases\": [\"the cat\", \"the large dog\"]"),
                task("relations", OBJECTS),
                task(
                        "choices",
                        OBJECTS
                                + ", \"question\": \"where is [1] ?\","
                                + " \"choices\": [\"it is left of [0] .\", \"it is right of [0] .\"]"),
                task(
                        "answers",
                        "\"question\": \"what kind of thing is this?\", \"mentions\":"
                                + " [{\"words\": [22, 26], \"box\": [60, 280, 136, 354]}]"),
                FILL);
    }
}
