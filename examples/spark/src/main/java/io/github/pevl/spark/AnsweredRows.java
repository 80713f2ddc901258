package io.github.pevl.spark;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import io.github.pevl.translate.ServingTranslator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.spark.sql.Row;

/** Answers rows as they are asked for, several at once, in their order. */
final class AnsweredRows implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final RowReader reader;
    private final Predictor<Input, Output> predictor;
    private final AnswerColumns columns;
    private final int batch;
    private final long maxPixels;
    private final Queue<Row> answered = new ArrayDeque<>();

    AnsweredRows(
            Iterator<Row> rows,
            RowReader reader,
            Predictor<Input, Output> predictor,
            AnswerColumns columns,
            AnswerOptions options) {
        this.rows = rows;
        this.reader = reader;
        this.predictor = predictor;
        this.columns = columns;
        batch = options.batch();
        maxPixels = options.maxPixels();
    }

    @Override
    public boolean hasNext() {
        return !answered.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
        if (answered.isEmpty()) {
            List<PendingRow> window = read();
            kinds(window).forEach(this::answer);
            window.forEach(row -> answered.add(row.row(columns)));
        }
        return answered.remove();
    }

    /** As many rows as are answered together, or as memory allows. */
    private List<PendingRow> read() {
        List<PendingRow> window = new ArrayList<>();
        long pixels = 0;
        while (rows.hasNext() && window.size() < batch && pixels < maxPixels) {
            PendingRow row = reader.read(rows.next());
            window.add(row);
            pixels += row.pixels();
        }
        return window;
    }

    /** The rows that the network should answer together. */
    private static Iterable<List<PendingRow>> kinds(List<PendingRow> window) {
        Map<Object, List<PendingRow>> kinds = new LinkedHashMap<>();
        for (PendingRow row : window) {
            if (row.isReady()) {
                kinds.computeIfAbsent(ServingTranslator.kind(row.request()), k -> new ArrayList<>())
                        .add(row);
            }
        }
        return kinds.values();
    }

    /** What fails together is asked again one by one, so that one failure is no other row's. */
    private void answer(List<PendingRow> together) {
        long start = System.nanoTime();
        try {
            List<Input> requests = new ArrayList<>();
            together.forEach(row -> requests.add(row.request()));
            List<Output> answers = predictor.batchPredict(requests);
            long share = (System.nanoTime() - start) / together.size();
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answered(answers.get(i));
                together.get(i).took(share);
            }
        } catch (TranslateException | RuntimeException | OutOfMemoryError e) {
            if (together.size() > 1) {
                together.forEach(row -> answer(List.of(row)));
            } else {
                together.get(0).failed(failure(e));
                together.get(0).took(System.nanoTime() - start);
            }
        }
    }

    private static RowException failure(Throwable e) {
        Throwable reason =
                e instanceof TranslateException && e.getCause() != null ? e.getCause() : e;
        String message = reason.getMessage();
        return new RowException(ErrorKind.FAILED, message == null ? reason.toString() : message);
    }
}
