package io.github.pevl.it;

import ai.djl.nn.Parameter;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Writes a checkpoint of random values as PyTorch does, of any size in little memory: the network,
 * its momentum twins, the queues, and the names that PyTorch writes twice.
 */
final class RandomCheckpoint {

    private static final int CHUNK = 1 << 18;
    private static final int ALIGNMENT = 64;

    /** A part of the state dict; {@code storage} is the number of its values' file. */
    private record Entry(String name, int storage, long[] shape, boolean whole) {
        long count() {
            long count = 1;
            for (long size : shape) {
                count *= size;
            }
            return count;
        }

        long bytes() {
            return count() * (whole ? Long.BYTES : Float.BYTES);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final float[] noise = new float[1 << 16];
    private int storages;
    private int files;

    private RandomCheckpoint(PevlConfig config, int queue, long seed, double deviation) {
        Random random = new Random(seed);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (deviation * random.nextGaussian());
        }
        List<Entry> twins = new ArrayList<>();
        for (Parameter parameter : new PevlBlock(config).getParameters().values()) {
            String name = parameter.getName();
            add(name, false, parameter.getShape().getShape());
            String part = name.substring(0, Math.max(0, name.indexOf('.')));
            if (!part.isEmpty() && !part.equals("itm_head")) {
                String twin = part + "_m" + name.substring(part.length());
                twins.add(new Entry(twin, storages++, parameter.getShape().getShape(), false));
            }
        }
        twice("embeddings.word_embeddings.weight", "decoder.weight");
        twice("cls.predictions.bias", "decoder.bias");
        entries.addAll(twins);
        add("text_encoder.bert.embeddings.position_ids", true, 1, config.maxPositions());
        add("image_queue", false, config.projectionWidth(), queue);
        add("text_queue", false, config.projectionWidth(), queue);
        add("queue_ptr", true, 1);
    }

    private void add(String name, boolean whole, long... shape) {
        entries.add(new Entry(name, storages++, shape, whole));
    }

    private void twice(String end, String second) {
        Entry first = entries.stream().filter(e -> e.name().endsWith(end)).findFirst().get();
        String name = "text_encoder.cls.predictions." + second;
        entries.add(new Entry(name, first.storage(), first.shape(), false));
    }

    /**
     * Writes a file.
     *
     * @param queue columns of the queues
     */
    static void write(Path file, PevlConfig config, int queue, long seed) throws IOException {
        write(file, config, queue, seed, 0.02);
    }

    /**
     * Writes a file.
     *
     * @param queue columns of the queues
     * @param deviation of the weights, from 1 in norms, from 0.2 in the temperature, else from 0
     */
    static void write(Path file, PevlConfig config, int queue, long seed, double deviation)
            throws IOException {
        new RandomCheckpoint(config, queue, seed, deviation).write(file);
    }

    /** Writes one of the published models' size. */
    public static void main(String... args) throws IOException {
        int side = args.length > 1 ? Integer.parseInt(args[1]) : 512;
        write(Path.of(args[0]), PevlConfig.base(side), 65536, 1);
    }

    private void write(Path file) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            small(out, "archive/data.pkl", pickle());
            boolean[] written = new boolean[storages];
            for (Entry entry : entries) {
                if (!written[entry.storage()]) {
                    written[entry.storage()] = true;
                    values(out, entry);
                }
            }
            small(out, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            long start = out.position();
            out.write(ByteBuffer.wrap(directory.toByteArray()));
            ByteBuffer end = record(new byte[22], 0x06054b50).putShort(8, (short) files);
            end.putShort(10, (short) files).putInt(12, directory.size()).putInt(16, (int) start);
            out.write(end);
        }
    }

    private void small(FileChannel out, String name, byte[] content) throws IOException {
        long at = begin(out, name);
        out.write(ByteBuffer.wrap(content));
        CRC32 crc = new CRC32();
        crc.update(content);
        end(out, name, at, crc, content.length);
    }

    private void values(FileChannel out, Entry entry) throws IOException {
        String name = "archive/data/" + entry.storage();
        long at = begin(out, name);
        CRC32 crc = new CRC32();
        float mean = mean(entry.name());
        int turn = entry.storage() * 7919;
        for (long left = entry.bytes(); left > 0; ) {
            int step = (int) Math.min(CHUNK, left);
            ByteBuffer chunk = ByteBuffer.allocate(step).order(ByteOrder.LITTLE_ENDIAN);
            while (!entry.whole() && chunk.hasRemaining()) {
                turn = turn * 1664525 + 1013904223;
                chunk.putFloat(mean + noise[turn >>> 16]);
            }
            crc.update(chunk.array());
            out.write(ByteBuffer.wrap(chunk.array()));
            left -= step;
        }
        end(out, name, at, crc, entry.bytes());
    }

    private static float mean(String name) {
        return name.matches(".*[nN]orm[12]?\\.weight") ? 1 : name.equals("temp") ? 0.2f : 0;
    }

    /** Leaves place for the local header, so that values begin at a multiple of 64. */
    private static long begin(FileChannel out, String name) throws IOException {
        long at = out.position();
        long data = at + 30 + name.length() + 4;
        out.position((data + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        return at;
    }

    private void end(FileChannel out, String name, long at, CRC32 crc, long bytes)
            throws IOException {
        int data = (int) (out.position() - bytes - at);
        int extra = data - 30 - name.length();
        ByteBuffer local = record(new byte[data], 0x04034b50).putInt(14, (int) crc.getValue());
        local.putInt(18, (int) bytes).putInt(22, (int) bytes).putShort(26, (short) name.length());
        local.putShort(28, (short) extra).position(30).put(latin(name));
        local.putShort((short) 0x4246).putShort((short) (extra - 4));
        out.write(local.rewind(), at);
        byte[] entry = new byte[46 + name.length()];
        ByteBuffer central = record(entry, 0x02014b50);
        central.putInt(16, (int) crc.getValue()).putInt(20, (int) bytes).putInt(24, (int) bytes);
        central.putShort(28, (short) name.length()).putInt(42, (int) at);
        central.position(46).put(latin(name));
        directory.writeBytes(entry);
        files++;
    }

    private static byte[] latin(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer record(byte[] bytes, int signature) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, signature);
    }

    /** {@code {"model": {name: tensor, ...}, "epoch": 9}}. */
    private byte[] pickle() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x80, 2, '}', '('});
        text(out, "model");
        out.writeBytes("}(");
        for (Entry entry : entries) {
            text(out, entry.name());
            tensor(out, entry);
        }
        out.write('u');
        text(out, "epoch");
        out.write(new byte[] {'K', 9, 'u', '.'});
        return bytes.toByteArray();
    }

    private static void tensor(DataOutputStream out, Entry entry) throws IOException {
        out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
        text(out, "storage");
        out.writeBytes("ctorch\n" + (entry.whole() ? "LongStorage" : "FloatStorage") + "\n");
        text(out, Integer.toString(entry.storage()));
        text(out, "cpu");
        number(out, entry.count());
        out.writeBytes("tQK\0(");
        for (long size : entry.shape()) {
            number(out, size);
        }
        out.writeBytes("t(");
        long stride = entry.count();
        for (long size : entry.shape()) {
            stride /= size;
            number(out, stride);
        }
        out.write('t');
        out.write(0x89);
        out.writeBytes("ccollections\nOrderedDict\n)RtR");
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write('X');
        out.writeInt(Integer.reverseBytes(text.length()));
        out.write(latin(text));
    }

    private static void number(DataOutputStream out, long number) throws IOException {
        out.write('J');
        out.writeInt(Integer.reverseBytes(Math.toIntExact(number)));
    }
}
