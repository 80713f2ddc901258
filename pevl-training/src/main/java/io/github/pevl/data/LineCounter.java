package io.github.pevl.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Hands on at most one line at a time, so that whoever reads no further than he must is on {@link
 * #line()}.
 */
final class LineCounter extends Reader {

    private final BufferedReader in;
    private int line = 1;
    private boolean ended; // the last character handed on ended a line

    LineCounter(BufferedReader in) {
        this.in = in;
    }

    /** The line of the last character that was handed on, from 1. */
    int line() {
        return line;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        if (ended) {
            line++;
            ended = false;
        }
        int count = 0;
        while (count < length && !ended) {
            int next = in.read();
            if (next < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[from + count++] = (char) next;
            ended = next == '\n';
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
