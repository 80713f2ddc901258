package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes the first frame of a GIF file onto its logical screen. Pixels outside the frame have the
 * transparent colour, or, without one, the first of the table, as in Pillow.
 */
final class GifDecoder {

    private static final int INTERLACED = 0x40;

    /** First row and step of the four passes. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private final ImageInputStream in;
    private final GifFormat.Frame frame;
    private final Canvas canvas;
    private final byte[] line;
    private int x;
    private int pass;
    private int y;
    private int written;

    private GifDecoder(ImageInputStream in, GifFormat.Frame frame, ImageHeader header) {
        this.in = in;
        this.frame = frame;
        canvas = new Canvas(header.width(), header.height());
        line = new byte[frame.width()];
        pass = (frame.flags() & INTERLACED) == 0 ? -1 : 0;
    }

    static Canvas decode(
            ImageInputStream in, GifFormat.Frame frame, ImageHeader header, Decoding decoding)
            throws IOException {
        GifDecoder decoder = new GifDecoder(in, frame, header);
        decoder.fill();
        if (frame.width() > 0 && frame.height() > 0) {
            try {
                decoder.decode();
            } catch (EOFException e) {
                decoding.cutOff();
                decoder.flush();
            }
        }
        return decoder.canvas;
    }

    private void fill() {
        int colour = frame.palette().colour(Math.max(0, frame.transparent()));
        for (int row = 0; row < canvas.height; row++) {
            for (int column = 0; column < canvas.width; column++) {
                canvas.set(column, row, colour);
            }
        }
    }

    private void decode() throws IOException {
        int firstBits = in.readUnsignedByte();
        if (firstBits < 1 || firstBits > Lzw.MOST_FIRST_BITS) {
            throw new IOException("its codes begin with %d bits".formatted(firstBits));
        }
        Lzw codes = new Lzw(in, firstBits);
        byte[] run = new byte[Lzw.TABLE];
        while (written < frame.height()) {
            int length = codes.next(run);
            for (int i = run.length - length; i < run.length && written < frame.height(); i++) {
                line[x++] = run[i];
                if (x == line.length) {
                    flush();
                    advance();
                }
            }
        }
    }

    /** Writes the part of the row that was decoded. */
    private void flush() {
        for (int i = 0; i < x; i++) {
            canvas.set(frame.left() + i, frame.top() + y, frame.palette().colour(line[i] & 0xff));
        }
        x = 0;
    }

    private void advance() {
        written++;
        if (pass < 0) {
            y++;
            return;
        }
        y += PASSES[pass][1];
        while (y >= frame.height() && pass < PASSES.length - 1) {
            y = PASSES[++pass][0];
        }
    }
}
