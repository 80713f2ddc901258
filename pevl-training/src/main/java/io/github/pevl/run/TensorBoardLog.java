package io.github.pevl.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The log of a run as TensorBoard reads it: a file of TFRecords, each of which is an {@code Event}
 * of TensorFlow's event.proto with scalars. It is written anew when a run resumes, so that steps
 * that are taken again appear once.
 */
final class TensorBoardLog implements AutoCloseable {

    private static final Pattern FILE = Pattern.compile("events\\.out\\.tfevents\\.\\d+\\.pevl");

    /** What the readers of the format require at its beginning. */
    private static final String VERSION = "brain.Event:2";

    private static final int CHECKSUM_OFFSET = 0xA282EAD8;
    private static final double MEGABYTE = 1e6;

    // Numbers of fields in event.proto and summary.proto, and protobuf's types.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int VARINT = 0;
    private static final int DOUBLE = 1;
    private static final int BYTES = 2;
    private static final int FLOAT = 5;

    private final FileChannel out;
    private final double startSeconds;

    private TensorBoardLog(FileChannel out, double startSeconds) {
        this.out = out;
        this.startSeconds = startSeconds;
    }

    /** Whether a run has such a log. */
    static boolean isIn(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.anyMatch(TensorBoardLog::isLog);
        }
    }

    private static boolean isLog(Path file) {
        return FILE.matcher(file.getFileName().toString()).matches();
    }

    /**
     * Starts a log, in place of an earlier one.
     *
     * @param run the folder of the run
     * @param startSeconds when the run would have started if it had not been interrupted, in
     *     seconds since 1970
     * @param entries steps and evaluations so far
     */
    static TensorBoardLog open(Path run, double startSeconds, List<? extends Record> entries)
            throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            for (Path earlier : files.filter(TensorBoardLog::isLog).toList()) {
                Files.delete(earlier);
            }
        }
        Path file = run.resolve("events.out.tfevents.%d.pevl".formatted((long) startSeconds));
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        TensorBoardLog log = new TensorBoardLog(channel, startSeconds);
        try {
            log.write(new Message().number(WALL_TIME, startSeconds).text(FILE_VERSION, VERSION));
            for (Record entry : entries) {
                log.add(entry);
            }
            return log;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Adds a step or an evaluation; other entries of the log have no numbers to show. */
    void add(Record entry) throws IOException {
        if (entry instanceof RunHistory.Step step) {
            write(step.step(), step.elapsedSeconds(), scalars(step));
        } else if (entry instanceof RunHistory.Evaluated evaluated) {
            Map<String, Double> scalars = new LinkedHashMap<>();
            scalars.put("validation/" + evaluated.metric(), evaluated.value());
            evaluated.scores().forEach((name, score) -> scalars.put("validation/" + name, score));
            write(evaluated.step(), evaluated.elapsedSeconds(), scalars);
        }
    }

    private static Map<String, Double> scalars(RunHistory.Step step) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("loss/sum", step.loss());
        step.losses().forEach((name, loss) -> scalars.put("loss/" + name, loss));
        scalars.put("training/gradient_norm", step.gradientNorm());
        scalars.put("training/learning_rate", step.rate());
        step.milliseconds().forEach((part, time) -> scalars.put("milliseconds/" + part, time));
        Long resident = step.residentBytes();
        if (resident != null) {
            scalars.put("memory/resident_megabytes", resident / MEGABYTE);
        }
        return scalars;
    }

    private void write(long step, double seconds, Map<String, Double> scalars) throws IOException {
        Message summary = new Message();
        scalars.forEach(
                (tag, value) ->
                        summary.message(
                                VALUE,
                                new Message()
                                        .text(TAG, tag)
                                        .number(SIMPLE_VALUE, value.floatValue())));
        write(
                new Message()
                        .number(WALL_TIME, startSeconds + seconds)
                        .number(STEP, step)
                        .message(SUMMARY, summary));
    }

    /** A record: length, its checksum, the content, its checksum. */
    private void write(Message event) throws IOException {
        byte[] content = event.bytes();
        byte[] length = littleEndian(Long.BYTES).putLong(content.length).array();
        ByteBuffer record = littleEndian(length.length + content.length + 2 * Integer.BYTES);
        record.put(length).putInt(checksum(length));
        record.put(content).putInt(checksum(content)).flip();
        while (record.hasRemaining()) {
            out.write(record);
        }
    }

    /** CRC-32C, masked as TensorFlow does for data that contain checksums. */
    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_OFFSET;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A message in protobuf's wire format. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, double value) {
            key(field, DOUBLE);
            out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
            return this;
        }

        Message number(int field, float value) {
            key(field, FLOAT);
            out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
            return this;
        }

        Message number(int field, long value) {
            key(field, VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        private Message bytes(int field, byte[] value) {
            key(field, BYTES);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void key(int field, int type) {
            varint((long) field << 3 | type);
        }

        /** Seven bits a byte, the lowest first. */
        private void varint(long value) {
            long rest = value;
            for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
                out.write((int) (rest & 0x7F) | 0x80);
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
