package io.github.pevl.internal.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Makes small files as PyTorch writes them, and larger ones of which most is a hole. */
final class TorchFiles {

    /** A tensor that fills a storage of its own. */
    record Tensor(
            String storage, String key, long offset, long count, long[] shape, long[] strides) {

        static Tensor of(String storage, String key, long... shape) {
            long count = 1;
            for (long size : shape) {
                count *= size;
            }
            return new Tensor(storage, key, 0, count, shape, TensorView.inOrder(shape));
        }
    }

    /** A Python name. */
    record Name(String module, String name) {}

    /** An operation after what it takes, such as {@code R}, a call, after a name and a tuple. */
    record Operation(int code, Object... operands) {

        /** A call. */
        static Operation call(String module, String name, Object... arguments) {
            return new Operation('R', new Name(module, name), arguments);
        }

        /** An object with attributes, made without a call. */
        static Operation object(String module, String name, Object state) {
            return new Operation('b', new Operation(0x81, new Name(module, name), EMPTY), state);
        }
    }

    private static final Object[] EMPTY = {};

    /** Bytes to be put into a pickle as they are. */
    record Raw(byte... bytes) {}

    private TorchFiles() {}

    /** A pickle of maps, lists, tuples (Object[]), texts, numbers, tensors and raw operations. */
    static byte[] pickle(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(new byte[] {(byte) 0x80, 2});
            put(out, value);
            out.write('.');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, Object value) throws IOException {
        if (value instanceof Raw raw) {
            out.write(raw.bytes());
        } else if (value instanceof Name name) {
            out.writeBytes("c" + name.module() + "\n" + name.name() + "\n");
        } else if (value instanceof Operation operation) {
            for (Object operand : operation.operands()) {
                put(out, operand);
            }
            out.write(operation.code());
        } else if (value instanceof Map<?, ?> map) {
            out.writeBytes("}(");
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                put(out, entry.getKey());
                put(out, entry.getValue());
            }
            out.write('u');
        } else if (value instanceof List<?> list) {
            out.writeBytes("](");
            for (Object item : list) {
                put(out, item);
            }
            out.write('e');
        } else if (value instanceof Object[] tuple) {
            out.write('(');
            for (Object item : tuple) {
                put(out, item);
            }
            out.write('t');
        } else if (value instanceof Tensor tensor) {
            out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
            put(out, "storage");
            out.writeBytes("ctorch\n" + tensor.storage() + "\n");
            put(out, tensor.key());
            put(out, "cpu");
            put(out, tensor.count());
            out.writeBytes("tQ");
            put(out, tensor.offset());
            put(out, boxed(tensor.shape()));
            put(out, boxed(tensor.strides()));
            out.write(0x89);
            out.writeBytes("ccollections\nOrderedDict\n)RtR");
        } else {
            scalar(out, value);
        }
    }

    private static void scalar(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.write('N');
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.write('X');
            out.writeInt(Integer.reverseBytes(utf8.length));
            out.write(utf8);
        } else if (value instanceof Double real) {
            out.write('G');
            out.writeDouble(real);
        } else if (value instanceof Boolean flag) {
            out.write(flag ? 0x88 : 0x89);
        } else {
            out.write(new byte[] {(byte) 0x8a, 8});
            out.writeLong(Long.reverseBytes(((Number) value).longValue()));
        }
    }

    private static Object[] boxed(long[] numbers) {
        Object[] out = new Object[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[i];
        }
        return out;
    }

    /** The older stream: an object, its storages' keys and their numbers. */
    static byte[] stream(Object root, Map<String, byte[]> storages, int elementBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] magic = {
            0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
        };
        byte[] operation = new byte[12];
        operation[0] = (byte) 0x8a;
        operation[1] = 10;
        System.arraycopy(magic, 0, operation, 2, 10);
        out.writeBytes(pickle(new Raw(operation)));
        out.writeBytes(pickle(new Raw((byte) 'M', (byte) 0xe9, (byte) 3)));
        out.writeBytes(pickle(Map.of("little_endian", true)));
        out.writeBytes(pickle(root));
        out.writeBytes(pickle(List.copyOf(storages.keySet())));
        for (byte[] numbers : storages.values()) {
            out.writeBytes(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(numbers.length / elementBytes)
                            .array());
            out.writeBytes(numbers);
        }
        return out.toByteArray();
    }

    /**
     * An entry of a zip archive.
     *
     * @param content its bytes, as they lie in the file
     * @param packed how many bytes it takes: more than the content makes a hole
     * @param length how many bytes it unpacks to
     */
    record Entry(String name, byte[] content, int method, long packed, long length) {

        static Entry of(String name, byte[] content) {
            return new Entry(name, content, 0, content.length, content.length);
        }

        static Entry deflated(String name, byte[] plain, long length) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
                out.write(plain);
            }
            return new Entry(name, packed.toByteArray(), 8, packed.size(), length);
        }

        static Entry deflated(String name, byte[] plain) throws IOException {
            return deflated(name, plain, plain.length);
        }

        static Entry hole(String name, long length) {
            return new Entry(name, new byte[0], 0, length, length);
        }
    }

    /** A zip archive with 64-bit records throughout, numbers at multiples of 64. */
    static void zip64(Path file, List<Entry> entries) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            List<byte[]> directory = new ArrayList<>();
            long at = 0;
            for (Entry entry : entries) {
                byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
                int pad = (int) (-(at + 30 + name.length + 4) & 63);
                ByteBuffer local = record(new byte[30 + name.length + 4 + pad], 0x04034b50);
                local.putShort(8, (short) entry.method()).putShort(26, (short) name.length);
                local.putShort(28, (short) (4 + pad)).position(30).put(name);
                local.putShort((short) 0x4246).putShort((short) pad);
                out.write(local.rewind(), at);
                directory.add(central(entry, name, at));
                at += local.capacity();
                out.write(ByteBuffer.wrap(entry.content()), at);
                at += entry.packed();
            }
            long start = at;
            for (byte[] record : directory) {
                out.write(ByteBuffer.wrap(record), at);
                at += record.length;
            }
            out.write(end(directory.size(), start, at), at);
        }
    }

    private static byte[] central(Entry entry, byte[] name, long at) {
        byte[] bytes = new byte[46 + name.length + 28];
        ByteBuffer central = record(bytes, 0x02014b50);
        central.putShort(10, (short) entry.method()).putInt(20, -1).putInt(24, -1);
        central.putShort(28, (short) name.length).putShort(30, (short) 28).putInt(42, -1);
        central.position(46).put(name).putShort((short) 1).putShort((short) 24);
        central.putLong(entry.length()).putLong(entry.packed()).putLong(at);
        return bytes;
    }

    private static ByteBuffer end(int count, long start, long at) {
        ByteBuffer end = record(new byte[56 + 20 + 22], 0x06064b50).putLong(4, 44);
        end.putLong(24, count).putLong(32, count).putLong(40, at - start).putLong(48, start);
        end.putInt(56, 0x07064b50).putLong(64, at).putInt(72, 1);
        end.putInt(76, 0x06054b50).putShort(84, (short) -1).putShort(86, (short) -1);
        return end.putInt(88, -1).putInt(92, -1).rewind();
    }

    private static ByteBuffer record(byte[] bytes, int signature) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, signature);
    }

    /** Little-endian single-precision numbers. */
    static byte[] floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Bytes written as characters of Latin 1. */
    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes, written as characters of Latin 1, to be put into a pickle. */
    static Raw raw(String text) {
        return new Raw(latin(text));
    }

    /** A pickle's operations, without the first (the protocol) and the last (the stop). */
    static byte[] operations(Object value) {
        byte[] pickle = pickle(value);
        return Arrays.copyOfRange(pickle, 2, pickle.length - 1);
    }

    /** An archive named m of a pickle and entries, in the place of any file that was there. */
    static void archive(Path file, byte[] pickle, Entry... entries) throws IOException {
        List<Entry> all = new ArrayList<>(List.of(Entry.of("m/data.pkl", pickle)));
        all.addAll(List.of(entries));
        Files.deleteIfExists(file);
        zip64(file, all);
    }
}
