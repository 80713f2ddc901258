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
     * @param ts when it began, microseconds
     * @param dur how long it took, microseconds; 0 of a mark
     */
    private record Event(String name, long tid, double ts, double dur) {}

    /** An operation, in whole nanoseconds: sums of fractions would blur which ends before which. */
    private record Operation(OperationKind kind, long thread, long begin, long end) {

        static Operation of(Event event) {
            long begin = Math.round(event.ts * NANOS);
            long end = begin + Math.round(event.dur * NANOS);
            return new Operation(OperationKind.of(event.name), event.tid, begin, end);
        }

        long nanos() {
            return end - begin;
        }
    }

    private OperationTrace() {}

    /**
     * Nanoseconds of each kind of operation. An operation that makes others counts without them.
     *
     * @param json the profile
     * @throws IOException if it cannot be read or is no profile
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
                                Comparator.comparingLong(Operation::begin)
                                        .thenComparing(Operation::end, Comparator.reverseOrder()))
                        .collect(Collectors.groupingBy(Operation::thread));
        Map<OperationKind, Long> nanos = new EnumMap<>(OperationKind.class);
        threads.values().forEach(operations -> add(operations, nanos));
        return nanos;
    }

    /** Adds those of one thread, in the order of their beginning. */
    private static void add(List<Operation> operations, Map<OperationKind, Long> nanos) {
        Deque<Operation> open = new ArrayDeque<>();
        for (Operation operation : operations) {
            while (!open.isEmpty() && open.peek().end <= operation.begin) {
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
