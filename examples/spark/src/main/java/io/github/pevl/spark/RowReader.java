package io.github.pevl.spark;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.translate.ServingTranslator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads rows as a server reads requests: what is wrong with one is over before it meets others. */
final class RowReader {

    private final RowFields fields;
    private final ServingTranslator translator;
    private final ImageFiles images;
    private final AnswerOptions options;

    RowReader(
            RowFields fields,
            ServingTranslator translator,
            ImageFiles images,
            AnswerOptions options) {
        this.fields = fields;
        this.translator = translator;
        this.images = images;
        this.options = options;
    }

    /** A row that is ready for the network, or has failed. */
    PendingRow read(Row row) {
        long start = System.nanoTime();
        PendingRow pending = new PendingRow(fields.id(row), fields.path(row));
        try {
            Input request = request(row);
            Image image = images.decode(file(row));
            pending.decoded(image.getWidth(), image.getHeight());
            pending.ready(requireTask(translator.read(request, image)));
        } catch (RowException e) {
            pending.failed(e);
        } catch (IllegalArgumentException | IOException e) {
            pending.failed(new RowException(ErrorKind.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        pending.took(System.nanoTime() - start);
        return pending;
    }

    private Input requireTask(Input request) throws RowException {
        String task = ServingTranslator.task(request);
        if (!task.equals(options.taskName())) {
            throw new RowException(
                    ErrorKind.BAD_REQUEST,
                    "The request has the task %s; this table is for %s. Leave the field task out."
                            .formatted(task, options.taskName()));
        }
        return request;
    }

    private byte[] file(Row row) throws RowException {
        byte[] content = fields.content(row);
        if (content != null) {
            return content;
        }
        String path = fields.path(row);
        if (path == null) {
            throw new RowException(
                    ErrorKind.MISSING, "The row has no image. Give its path, or its content.");
        }
        return images.read(path);
    }

    private Input request(Row row) throws RowException {
        String request = fields.hasRequest() ? fields.request(row) : expressions(row);
        if (request == null) {
            throw new RowException(
                    ErrorKind.BAD_REQUEST,
                    "The row has no request. Give the JSON of one, such as {\"text\": \"the red star\"}.");
        }
        Input input = new Input();
        input.add(request.getBytes(StandardCharsets.UTF_8));
        input.add("task", options.taskName());
        return input;
    }

    private String expressions(Row row) throws RowException {
        JsonArray texts = new JsonArray();
        Iterable<@Nullable String> expressions = fields.expressions(row);
        if (expressions == null) {
            throw empty("expressions is null");
        }
        for (String expression : expressions) {
            if (expression == null) {
                throw empty("expressions[%d] is null".formatted(texts.size()));
            }
            texts.add(expression);
        }
        JsonObject request = new JsonObject();
        request.add("candidate_labels", texts);
        request.addProperty("alternatives", options.alternatives());
        return request.toString();
    }

    private static RowException empty(String problem) {
        return new RowException(
                ErrorKind.BAD_REQUEST,
                problem + "; it must be a text with a word, such as \"the red star\".");
    }
}
