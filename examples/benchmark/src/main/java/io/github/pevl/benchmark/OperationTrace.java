package io.github.pevl.benchmark;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads PyTorch's profile: the "trace event format" of Chrome, a list of JSON objects. */
final class OperationTrace {

    private static final double NANOS = 1e3;

    /**
     * An event of the file.
     *
     * @param name of the operation
     * @param tid the thread
     * @param ts start, microseconds
     * @param dur duration, microseconds; 0 for a marker
     */
    private record Event(String name, long tid, double ts, double dur) {}

    /** An operation, in whole nanoseconds, whose sums are exact. */
    private record Operation(OperationKind kind, long thread, long start, long end) {

        static Operation of(Event event) {
            long start = Math.round(event.ts * NANOS);
            long end = start + Math.round(event.dur * NANOS);
            return new Operation(OperationKind.of(event.name), event.tid, start, end);
        }

        long nanos() {
            return end - start;
        }
    }

    private OperationTrace() {}

    /**
     * Returns the nanoseconds of each kind of operation. Nested operations are counted only once.
     *
     * @param json the profile
     * @throws IOException if it cannot be read or is not a profile
     */
    static Map<OperationKind, Long> nanos(Reader json) throws IOException {
        Event[] events;
        try {
            events = JsonUtils.GSON.fromJson(json, Event[].class);
        } catch (JsonParseException e) {
            throw new IOException("PyTorch's profile is no list of events: " + e.getMessage(), e);
        }
        if (events == null) {
            throw new IOException(
                    "PyTorch wrote an empty profile. Is there room below java.io.tmpdir?");
        }
        Map<Long, List<Operation>> threads =
                Arrays.stream(events)
                        .map(Operation::of)
                        .sorted(
                                Comparator.comparingLong(Operation::start)
                                        .thenComparing(Operation::end, Comparator.reverseOrder()))
                        .collect(Collectors.groupingBy(Operation::thread));
        Map<OperationKind, Long> nanos = new EnumMap<>(OperationKind.class);
        threads.values().forEach(operations -> add(operations, nanos));
        return nanos;
    }

    /** Adds the operations of one thread, ordered by start. */
    private static void add(List<Operation> operations, Map<OperationKind, Long> nanos) {
        Deque<Operation> open = new ArrayDeque<>();
        for (Operation operation : operations) {
            while (!open.isEmpty() && open.peek().end <= operation.start) {
                open.pop();
            }
            if (!open.isEmpty()) {
                nanos.merge(open.peek().kind, -operation.nanos(), Long::sum);
            }
            nanos.merge(operation.kind, operation.nanos(), Long::sum);
            open.push(operation);
        }
    }
}
