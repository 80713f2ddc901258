package io.github.pevl.internal.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.pevl.checkpoint.ElementType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the header's length (8 bytes), a JSON header that gives each tensor's
 * type, shape and place, and the numbers.
 */
final class Safetensors {

    /** The header's entry that is no tensor. */
    static final String METADATA = "__metadata__";

    private final Source source;
    private final long data;
    private final Map<String, TensorView> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private long end;

    private Safetensors(Source source, long data) {
        this.source = source;
        this.data = data;
    }

    static CheckpointContents read(Source source) throws CheckpointException {
        long length = source.copy(0, Long.BYTES).getLong(0);
        if (length < 2 || length > CheckpointContents.MAX_HEADER_BYTES) {
            throw source.refuse(
                    "has a safetensors header of %d bytes; 2 to %d are read."
                            .formatted(length, CheckpointContents.MAX_HEADER_BYTES));
        }
        ByteBuffer header = source.copy(Long.BYTES, (int) length);
        Safetensors file = new Safetensors(source, Long.BYTES + length);
        String json = StandardCharsets.UTF_8.decode(header).toString();
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            file.header(reader);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // The reader's three ways of saying that the text is not the JSON that was asked for.
            throw file.damaged();
        }
        if (file.tensors.isEmpty()) {
            throw source.refuse("holds no tensors.");
        }
        if (file.data + file.end != source.size()) {
            throw source.refuse(
                    "is %d bytes long where its header says %d; fetch it again."
                            .formatted(source.size(), file.data + file.end));
        }
        return new CheckpointContents(
                Checkpoint.Format.SAFETENSORS, file.tensors, file.metadata, "");
    }

    private void header(JsonReader in) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (name.equals(METADATA)) {
                in.beginObject();
                while (in.hasNext()) {
                    metadata.put(in.nextName(), in.nextString());
                }
                in.endObject();
            } else {
                tensor(in, name);
            }
        }
        in.endObject();
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw damaged();
        }
    }

    private void tensor(JsonReader in, String name) throws IOException {
        String type = null;
        long[] shape = null;
        long[] place = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "dtype" -> type = in.nextString();
                case "shape" -> shape = numbers(in, TensorView.MAX_AXES);
                case "data_offsets" -> place = numbers(in, 2);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (type == null || shape == null || place == null || place.length != 2) {
            throw damaged();
        }
        ElementType element = ElementType.ofSafetensors(type);
        if (element == null) {
            throw source.refuse(
                    "tensor %s has element type %s, which is not read; convert it to F32."
                            .formatted(
                                    CheckpointException.quote(name),
                                    CheckpointException.quote(type)));
        }
        if (place[0] < 0 || place[1] < place[0] || place[1] > source.size() - data) {
            throw source.refuse(
                    "tensor %s lies outside the file, which is cut off or damaged; fetch it again."
                            .formatted(CheckpointException.quote(name)));
        }
        end = Math.max(end, place[1]);
        ByteRange range = new ByteRange.Plain(source, data + place[0], place[1] - place[0]);
        TensorView view =
                TensorView.of(source, name, element, range, 0, shape, TensorView.inOrder(shape));
        if (view.info().bytes() != range.length() || tensors.put(name, view) != null) {
            throw damaged();
        }
        if (tensors.size() > CheckpointContents.MAX_TENSORS) {
            throw source.refuse(
                    "has more than %d tensors; no more are read."
                            .formatted(CheckpointContents.MAX_TENSORS));
        }
    }

    private long[] numbers(JsonReader in, int most) throws IOException {
        List<Long> numbers = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            if (numbers.size() == most) {
                throw damaged();
            }
            numbers.add(in.nextLong());
        }
        in.endArray();
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private CheckpointException damaged() {
        return source.refuse("has a damaged safetensors header; fetch it again.");
    }
}
