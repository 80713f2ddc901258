package io.github.pevl.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor to be written, whose values are fetched when their turn comes.
 *
 * @param name the name in the file
 * @param shape its sizes
 * @param type what one element of the fetched values is
 * @param stored what one element in the file shall be: the same, or another floating type
 * @param loader where the values come from
 */
public record TensorData(
        String name, Shape shape, ElementType type, ElementType stored, Loader loader) {

    /** Fetches values. Called once for each writing; what it returns is not kept. */
    @FunctionalInterface
    public interface Loader {

        /**
         * All elements in row-major order, little-endian, between position and limit.
         *
         * @throws IOException if they cannot be read
         */
        ByteBuffer load() throws IOException;
    }

    /** Takes values. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Takes some of them.
         *
         * @param piece between position and limit; its content is valid only during the call
         * @throws IOException if they cannot be written
         */
        void take(ByteBuffer piece) throws IOException;
    }

    /** Elements converted in one go. */
    private static final int CHUNK = 1 << 18;

    /** Refuses a conversion other than between floating types. */
    public TensorData {
        if (type != stored && !(type.isFloating() && stored.isFloating())) {
            throw new IllegalArgumentException(
                    "Tensor %s of %s cannot be stored as %s. Only floating types are converted."
                            .formatted(
                                    CheckpointException.quote(name), type.label(), stored.label()));
        }
        if (name.equals(Safetensors.METADATA)) {
            throw new IllegalArgumentException(
                    "A tensor cannot be named " + name + ", which is the metadata's place.");
        }
    }

    /**
     * A tensor of an open checkpoint, which has to stay open until the writing is done.
     *
     * @throws IllegalArgumentException if there is no such name
     */
    public static TensorData of(Checkpoint checkpoint, String name) {
        TensorInfo info = checkpoint.info(name);
        return new TensorData(
                name, info.shape(), info.type(), info.type(), () -> checkpoint.bytes(name));
    }

    /**
     * An array, which has to stay open until the writing is done.
     *
     * @throws IllegalArgumentException if the array's element type is not one that is written
     */
    public static TensorData of(String name, NDArray array) {
        for (ElementType type : ElementType.values()) {
            if (type.isNative() && type.arrayType() == array.getDataType()) {
                return new TensorData(name, array.getShape(), type, type, array::toByteBuffer);
            }
        }
        throw new IllegalArgumentException(
                "Tensor %s is of %s, which is not written."
                        .formatted(CheckpointException.quote(name), array.getDataType()));
    }

    /**
     * The same tensor, its values rounded to another floating type by way of single precision. One
     * that is not of a floating type stays as it is.
     */
    public TensorData floatsAs(ElementType floating) {
        return type.isFloating() ? new TensorData(name, shape, type, floating, loader) : this;
    }

    /** Bytes in the file. */
    public long bytes() {
        return Math.multiplyExact(shape.size(), stored.bytes());
    }

    /**
     * Fetches the values and gives them on as they are to be stored, little-endian and in row-major
     * order, a piece at a time.
     *
     * @param file what errors call the file that is written
     * @throws CheckpointException if the values are not as many as the shape says, or one is too
     *     large for the stored type
     */
    public void forEachPiece(String file, Sink sink) throws IOException {
        ByteBuffer values = load(file);
        if (type == stored) {
            sink.take(values);
            return;
        }
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK * stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int step; values.hasRemaining(); values.position(values.position() + step)) {
            step = Math.min(CHUNK * type.bytes(), values.remaining());
            ByteBuffer piece = values.slice(values.position(), step).order(ByteOrder.LITTLE_ENDIAN);
            chunk.clear();
            for (float value : FloatConversions.toFloats(piece, type)) {
                if (!FloatConversions.put(chunk, value, stored)) {
                    throw new CheckpointException(
                            file,
                            "tensor %s holds %s, too large for %s; store it as float32 or bfloat16."
                                    .formatted(
                                            CheckpointException.quote(name),
                                            value,
                                            stored.label()));
                }
            }
            sink.take(chunk.flip());
        }
    }

    /** The values at the fetched type. */
    private ByteBuffer load(String file) throws IOException {
        ByteBuffer values = loader.load().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (values.remaining() != shape.size() * type.bytes()) {
            throw new CheckpointException(
                    file,
                    "tensor %s was given with %d bytes where %d are due."
                            .formatted(
                                    CheckpointException.quote(name),
                                    values.remaining(),
                                    shape.size() * type.bytes()));
        }
        return values;
    }
}
