package io.github.pevl.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.ElementType;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A weights file, opened: PyTorch's zip archive, PyTorch's older stream, or safetensors, told apart
 * by content. Opening reads the description of the tensors and no values; each tensor is read when
 * asked for, and arrays of it stay valid after the checkpoint is closed.
 *
 * <p>A PyTorch file is a pickle, which Python runs as a program. Here it is only taken apart: the
 * names that rebuild tensors and dicts are understood, whatever lies beside the tensors stays
 * opaque, and a file that asks for what no data needs is refused. Nothing is ever looked up,
 * created or called by a name from the file. All methods may be called from several threads.
 */
public final class Checkpoint implements Closeable {

    /** How a weights file is laid out. */
    public enum Format {
        /** A zip archive, which PyTorch writes since 1.6. */
        TORCH_ZIP,
        /** A stream of pickles and storages, which PyTorch wrote before. */
        TORCH_STREAM,
        /** A JSON header and the numbers after it. */
        SAFETENSORS
    }

    private final Source source;
    private final CheckpointContents contents;
    private final TensorReader reader;

    private Checkpoint(Source source, CheckpointContents contents) {
        this.source = source;
        this.contents = contents;
        this.reader = new TensorReader(source);
    }

    /**
     * Opens a weights file.
     *
     * @throws CheckpointException if it is none, is damaged, or asks for anything but tensors
     */
    public static Checkpoint open(Path file) throws CheckpointException {
        Source source = FileSource.open(file);
        try {
            return open(source);
        } catch (CheckpointException | RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    static Checkpoint open(Source source) throws CheckpointException {
        return new Checkpoint(source, CheckpointContents.read(source));
    }

    /** The file, as error messages call it. */
    public String label() {
        return source.label();
    }

    /** How the file is laid out. */
    public Format format() {
        return contents.format();
    }

    /**
     * Where in a PyTorch file the tensors lie: the keys of the dicts around them, with dots
     * between, such as {@code model} or {@code state_dict}; empty if they are the root's own.
     */
    public String place() {
        return contents.place();
    }

    /** The names of the tensors at {@link #place()}, in the file's order. */
    public List<String> names() {
        return List.copyOf(contents.tensors().keySet());
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return contents.tensors().containsKey(name);
    }

    /**
     * What the file holds besides the tensors: for PyTorch's files the other entries of the root,
     * such as {@code epoch -> 3} or {@code optimizer -> dict of 2}, for safetensors its metadata.
     */
    public Map<String, String> notes() {
        return contents.notes();
    }

    /**
     * What a tensor is.
     *
     * @throws IllegalArgumentException if there is no such name
     */
    public TensorInfo info(String name) {
        return view(name).info();
    }

    /**
     * A tensor as an array of {@link ElementType#arrayType()}: as stored, except that bfloat16
     * becomes float32 and int16 becomes int32. An array whose elements lie in order in a writable
     * file is a private mapping of it: read at first touch, without a copy, and free to be changed
     * in place.
     *
     * @param manager the owner of the array
     * @throws IllegalArgumentException if there is no such name
     * @throws CheckpointException if the values cannot be read
     */
    public NDArray read(String name, NDManager manager) throws CheckpointException {
        return reader.array(view(name), manager);
    }

    /**
     * A tensor as an array of float32, whatever it is stored as.
     *
     * @param manager the owner of the array
     * @throws IllegalArgumentException if there is no such name
     * @throws CheckpointException if the values cannot be read
     */
    public NDArray readFloat32(String name, NDManager manager) throws CheckpointException {
        return reader.float32(view(name), manager);
    }

    /**
     * A tensor's elements at the stored type, of which DJL need know nothing: an array of int8
     * whose last axis has all bytes of its elements. As with {@link #read}, it may be a mapping.
     *
     * @param manager the owner of the array
     * @throws IllegalArgumentException if there is no such name, or the tensor has no axis
     * @throws CheckpointException if the values cannot be read
     */
    public NDArray readBytes(String name, NDManager manager) throws CheckpointException {
        return reader.byteArray(view(name), manager);
    }

    /**
     * A tensor's values in row-major order.
     *
     * @throws IllegalArgumentException if there is no such name
     * @throws CheckpointException if the values cannot be read
     */
    public float[] floats(String name) throws CheckpointException {
        return reader.floats(view(name));
    }

    /**
     * A tensor's elements in row-major order, little-endian, at the stored type; a mapping where
     * they lie so in the file. Changes to the buffer never reach the file.
     *
     * @throws IllegalArgumentException if there is no such name
     * @throws CheckpointException if the values cannot be read
     */
    public ByteBuffer bytes(String name) throws CheckpointException {
        return reader.bytes(view(name));
    }

    private TensorView view(String name) {
        TensorView view = contents.tensors().get(name);
        if (view == null) {
            throw new IllegalArgumentException(
                    "%s: has no tensor %s; names() lists the %d it has."
                            .formatted(source.label(), name, contents.tensors().size()));
        }
        return view;
    }

    /** Lets go of the file; arrays and buffers read from it stay valid. */
    @Override
    public void close() throws CheckpointException {
        source.close();
    }
}
