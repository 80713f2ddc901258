package io.github.pevl.it;

import ai.djl.modality.Input;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Requests as JSON: a right one of the task, then some of its values exchanged, taken out or blown
 * up, and at last, now and then, its bytes damaged.
 *
 * @param image a whole image in base64
 */
record DrawnJson(String image) {

    static final List<String> TASKS =
            List.of("grounding", "phrases", "relations", "choices", "answers", "fill");

    private static final String OBJECTS =
            "\"objects\":[{\"name\":\"man\",\"box\":[1,2,30,40]},"
                    + "{\"name\":\"dog\",\"box\":[10,2,50.5,40]}],";
    private static final List<String> RIGHT =
            List.of(
                    "{\"text\":\"the dog\",\"candidate_labels\":[\"a cat\",\"a man\"]}",
                    "{\"caption\":\"the dog and a man\",\"phrases\":[\"the dog\",[12,17]],"
                            + "\"together\":true,\"alternatives\":2}",
                    "{" + OBJECTS + "\"pairs\":[[0,1],[1,0]]}",
                    "{"
                            + OBJECTS
                            + "\"question\":\"why is [0] here?\",\"answer\":[\"it likes\",[1]],"
                            + "\"choices\":[\"yes\",[[0,1],\"no\"]]}",
                    "{\"question\":\"is the dog red?\",\"answers\":[\"yes\",\"no\"],\"most\":2,"
                            + "\"mentions\":[{\"words\":[3,10],\"box\":[1,2,30,40]}]}",
                    "{\"text\":\"a [MASK] dog\",\"among\":\"words\",\"most\":3}");
    private static final List<String> NUMBERS =
            List.of("-1", "0", "1.5", "1e9", "1e400", "1e999999999", "2147483648", "-0", "1e-400");
    private static final List<String> IMAGES =
            List.of(
                    "",
                    "QUJD",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "http://127.0.0.1:1/x.png",
                    "https://[::1]/x",
                    "data:,",
                    "data:image/png;base64,",
                    "data:image/png;base64");

    Input input(String task, Random random) {
        JsonObject request =
                JsonParser.parseString(RIGHT.get(TASKS.indexOf(task))).getAsJsonObject();
        request.addProperty("image", image(random));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(request, random);
        }
        byte[] bytes = damaged(JsonUtils.GSON.toJson(request), random);
        Input input = new Input();
        if (random.nextInt(10) == 0) { // each field a part
            for (String field : request.keySet()) {
                JsonElement value = request.get(field);
                input.add(field, value.isJsonPrimitive() ? value.getAsString() : value.toString());
            }
        } else {
            input.add("data", bytes);
        }
        return input;
    }

    private String image(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> IMAGES.get(random.nextInt(IMAGES.size()));
            case 1 -> image.substring(0, random.nextInt(image.length()));
            case 2 -> DrawnTexts.any(random);
            case 3 -> "data:image/png;base64," + image;
            default -> image;
        };
    }

    /** Walks down from the root and changes what it meets. */
    private static void change(JsonElement root, Random random) {
        JsonElement at = root;
        while (true) {
            List<String> names =
                    at.isJsonObject() ? new ArrayList<>(at.getAsJsonObject().keySet()) : List.of();
            int size = at.isJsonArray() ? at.getAsJsonArray().size() : names.size();
            if (size == 0) {
                return;
            }
            int child = random.nextInt(size);
            JsonElement next =
                    at.isJsonArray()
                            ? at.getAsJsonArray().get(child)
                            : at.getAsJsonObject().get(names.get(child));
            boolean leaf = next.isJsonPrimitive() || next.isJsonNull() || random.nextInt(3) == 0;
            if (leaf && at.isJsonArray()) {
                changeArray(at.getAsJsonArray(), child, random);
                return;
            }
            if (leaf) {
                if (random.nextInt(5) == 0) {
                    at.getAsJsonObject().remove(names.get(child));
                } else {
                    at.getAsJsonObject().add(names.get(child), value(next, random));
                }
                return;
            }
            at = next;
        }
    }

    private static void changeArray(JsonArray array, int child, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> array.remove(child);
            case 1 -> {
                int count = DrawnTexts.count(random);
                for (int i = 0; i < count; i++) {
                    array.add(array.get(child).deepCopy());
                }
            }
            default -> array.set(child, value(array.get(child), random));
        }
    }

    private static JsonElement value(JsonElement old, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 ->
                    new JsonPrimitive(
                            new java.math.BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
            case 3 -> new JsonPrimitive(random.nextInt(60));
            case 4 -> new JsonArray();
            case 5 -> new JsonObject();
            case 6 -> {
                JsonArray list = new JsonArray();
                list.add(old.deepCopy());
                list.add(old.deepCopy());
                yield list;
            }
            default -> new JsonPrimitive(DrawnTexts.any(random));
        };
    }

    private static byte[] damaged(String json, Random random) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(30)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                yield bytes;
            }
            case 2 ->
                    json.replaceFirst("\\{", "{\"x\":" + "[".repeat(random.nextInt(100_000)))
                            .getBytes(StandardCharsets.UTF_8);
            case 3 -> json.replaceFirst("\\{", "{\"image\":\"\",").getBytes(StandardCharsets.UTF_8);
            case 4 ->
                    json.replaceFirst("\\{", "{\"x\":1" + "3".repeat(random.nextInt(2_000)) + ",")
                            .getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }
}
