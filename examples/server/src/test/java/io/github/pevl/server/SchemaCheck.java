package io.github.pevl.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds values against the JSON schemas of a document: the words of JSON Schema that {@code
 * openapi.json} uses, and no other.
 */
final class SchemaCheck {

    private static final List<String> NOTES = List.of("description", "default", "contentMediaType");

    private final JsonObject document;

    SchemaCheck(JsonObject document) {
        this.document = document;
    }

    /** What a reference stands for, or the object itself. */
    JsonObject resolve(JsonObject object) {
        if (!object.has("$ref")) {
            return object;
        }
        JsonObject at = document;
        for (String step :
                object.get("$ref").getAsString().substring("#/".length()).split("/", -1)) {
            at = at.getAsJsonObject(step);
        }
        return resolve(at);
    }

    /** What is wrong; empty if nothing is. */
    List<String> errors(JsonElement value, JsonObject schema) {
        List<String> errors = new ArrayList<>();
        check("", value, resolve(schema), errors);
        return errors;
    }

    private void check(String at, JsonElement value, JsonObject schema, List<String> errors) {
        String wanted = schema.has("type") ? schema.get("type").getAsString() : null;
        if (wanted != null && !wanted.equals(type(value, wanted))) {
            errors.add("%s is %s; it must be of type %s".formatted(at, value, wanted));
            return;
        }
        for (Map.Entry<String, JsonElement> rule : schema.entrySet()) {
            if (!NOTES.contains(rule.getKey())
                    && !holds(at, value, schema, rule.getKey(), rule.getValue(), errors)) {
                errors.add(
                        "%s is %s; it breaks %s: %s"
                                .formatted(at, value, rule.getKey(), rule.getValue()));
            }
        }
    }

    private boolean holds(
            String at,
            JsonElement value,
            JsonObject schema,
            String rule,
            JsonElement allowed,
            List<String> errors) {
        return switch (rule) {
            case "type" -> true; // held before
            case "enum" -> allowed.getAsJsonArray().contains(value);
            case "minimum" -> value.getAsDouble() >= allowed.getAsDouble();
            case "maximum" -> value.getAsDouble() <= allowed.getAsDouble();
            case "minItems" -> value.getAsJsonArray().size() >= allowed.getAsInt();
            case "maxItems" -> value.getAsJsonArray().size() <= allowed.getAsInt();
            case "required" ->
                    allowed.getAsJsonArray().asList().stream()
                            .allMatch(name -> value.getAsJsonObject().has(name.getAsString()));
            case "items" -> items(at, value.getAsJsonArray(), allowed.getAsJsonObject(), errors);
            case "properties" -> properties(at, value, allowed.getAsJsonObject(), errors);
            case "additionalProperties" ->
                    others(at, value.getAsJsonObject(), schema, allowed, errors);
            case "anyOf", "oneOf" ->
                    allowed.getAsJsonArray().asList().stream()
                            .anyMatch(one -> errors(value, one.getAsJsonObject()).isEmpty());
            default -> throw new IllegalStateException("openapi.json uses " + rule);
        };
    }

    /** Errors of parts are added; the rule itself holds. */
    private boolean items(String at, JsonArray array, JsonObject schema, List<String> errors) {
        for (int i = 0; i < array.size(); i++) {
            check(at + "/" + i, array.get(i), resolve(schema), errors);
        }
        return true;
    }

    private boolean properties(
            String at, JsonElement value, JsonObject properties, List<String> errors) {
        for (Map.Entry<String, JsonElement> property : properties.entrySet()) {
            JsonElement field = value.getAsJsonObject().get(property.getKey());
            if (field != null) {
                check(
                        at + "/" + property.getKey(),
                        field,
                        resolve(property.getValue().getAsJsonObject()),
                        errors);
            }
        }
        return true;
    }

    private boolean others(
            String at,
            JsonObject value,
            JsonObject schema,
            JsonElement allowed,
            List<String> errors) {
        JsonObject known =
                schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
        for (Map.Entry<String, JsonElement> field : value.entrySet()) {
            if (known.has(field.getKey())) {
                continue;
            }
            if (allowed.isJsonPrimitive()) {
                return allowed.getAsBoolean();
            }
            check(
                    at + "/" + field.getKey(),
                    field.getValue(),
                    resolve(allowed.getAsJsonObject()),
                    errors);
        }
        return true;
    }

    private static String type(JsonElement value, String wanted) {
        if (value.isJsonArray()) {
            return "array";
        }
        if (value.isJsonObject()) {
            return "object";
        }
        if (!(value instanceof JsonPrimitive primitive)) {
            return "null";
        }
        if (primitive.isString()) {
            return "string";
        }
        if (primitive.isBoolean()) {
            return "boolean";
        }
        boolean whole = primitive.getAsDouble() == Math.rint(primitive.getAsDouble());
        return whole && wanted.equals("integer") ? "integer" : "number";
    }
}
