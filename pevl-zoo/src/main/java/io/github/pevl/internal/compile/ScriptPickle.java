package io.github.pevl.internal.compile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object of the script as PyTorch's loader expects it: a pickle of protocol 2 in which
 * each tensor names the member of the archive that holds its values.
 */
final class ScriptPickle {

    /** The package in which the script's classes are. */
    static final String MODULE = "__torch__";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final List<ArchiveTensor> tensors = new ArrayList<>();

    /** Writes an object with all that it holds. */
    ScriptPickle(ScriptObject root) throws IOException {
        out.write(new byte[] {(byte) 0x80, 2}); // the protocol
        object(root);
        out.write('.');
    }

    byte[] content() {
        return bytes.toByteArray();
    }

    /** The tensors; the values of number i are expected as the member {@code data/i}. */
    List<ArchiveTensor> tensors() {
        return tensors;
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            out.write('N');
        } else if (value instanceof Boolean truth) {
            out.write(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            number(number);
        } else if (value instanceof Double number) {
            out.write('G');
            out.writeDouble(number);
        } else if (value instanceof ArchiveTensor tensor) {
            tensor(tensor);
        } else if (value instanceof ScriptObject object) {
            object(object);
        } else if (value instanceof ScriptObject.Objects objects) {
            objects(objects);
        } else {
            throw new IllegalArgumentException("A script has no attributes of " + value.getClass());
        }
    }

    /** The class, an empty state, and the attributes to be put into it. */
    private void object(ScriptObject object) throws IOException {
        global(MODULE, object.type());
        out.writeBytes(")\u0081}(");
        for (Map.Entry<String, @Nullable Object> attribute : object.attributes().entrySet()) {
            text(attribute.getKey());
            value(attribute.getValue());
        }
        out.writeBytes("ub");
    }

    /** PyTorch does not know of what a list is unless it is told. */
    private void objects(ScriptObject.Objects objects) throws IOException {
        global("torch.jit._pickle", "restore_type_tag");
        out.writeBytes("(](");
        for (ScriptObject item : objects.items()) {
            object(item);
        }
        out.write('e');
        text("List[" + MODULE + "." + objects.type() + "]");
        out.writeBytes("tR");
    }

    /** A call that rebuilds the tensor of storage, offset, sizes, strides and two more. */
    private void tensor(ArchiveTensor tensor) throws IOException {
        global("torch._utils", "_rebuild_tensor_v2");
        out.writeBytes("((");
        text("storage");
        global("torch", tensor.type().torchStorage());
        text(Integer.toString(tensors.size()));
        text("cpu");
        number(tensor.shape().size());
        out.writeBytes("tQ");
        number(0);
        sizes(tensor.shape().getShape());
        sizes(strides(tensor.shape().getShape()));
        out.write(0x89); // no gradient
        out.writeBytes(")tR"); // no hooks
        tensors.add(tensor);
    }

    private static long[] strides(long[] sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= sizes[axis];
        }
        return strides;
    }

    private void sizes(long[] sizes) throws IOException {
        out.write('(');
        for (long size : sizes) {
            number(size);
        }
        out.write('t');
    }

    private void global(String module, String name) throws IOException {
        out.writeBytes("c" + module + "\n" + name + "\n");
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeInt(Integer.reverseBytes(utf8.length));
        out.write(utf8);
    }

    private void number(long number) throws IOException {
        out.write(0x8a);
        out.write(Long.BYTES);
        out.writeLong(Long.reverseBytes(number));
    }
}
