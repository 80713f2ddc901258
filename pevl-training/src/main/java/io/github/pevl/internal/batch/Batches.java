package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an epoch, prepared ahead by background threads. To be iterated once, by one
 * thread; {@link #close} ends the threads, as does the last batch or an error.
 */
public final class Batches implements Iterable<Batch>, AutoCloseable {

    private static final int BATCHES_AHEAD = 2;
    private static final int IDLE_SECONDS = 10;

    private final NDManager manager;
    private final BatchMaker maker;
    private final int batch;
    private final long total;
    private final LongFunction<Future<Item>> start;
    private final ThreadPoolExecutor threads;
    private final Deque<Future<Item>> ahead = new ArrayDeque<>();
    private long nextBatch;
    private long nextItem;

    /** Makes an item, by its index in the order of the epoch; this takes long. */
    interface Maker {
        Item make(long index) throws IOException;
    }

    /**
     * Which batches are made.
     *
     * @param size items in a batch
     * @param first index of the first batch
     * @param total number of batches of the epoch
     */
    record Range(int size, long first, long total) {}

    /** Starts to make items. */
    Batches(NDManager manager, BatchMaker maker, Range range, int threads, Maker items) {
        this.manager = manager;
        this.maker = maker;
        this.threads = threads(threads);
        batch = range.size();
        total = range.total();
        start = index -> this.threads.submit(() -> items.make(index));
        nextBatch = range.first();
        nextItem = nextBatch * batch;
        startItems();
    }

    /** Daemon threads, which end when no more batches are taken. */
    private static ThreadPoolExecutor threads(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread =
                                    new Thread(task, "pevl-data-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public Iterator<Batch> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return nextBatch < total;
            }

            @Override
            public Batch next() {
                return nextBatch();
            }
        };
    }

    /**
     * The next batch; the caller closes it.
     *
     * @throws UncheckedIOException if an image cannot be read; the message names the file
     */
    private Batch nextBatch() {
        if (nextBatch >= total) {
            throw new NoSuchElementException("The epoch has %d batches.".formatted(total));
        }
        try {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                startItems();
                items.add(ahead.remove().get());
            }
            startItems();
            Batch made = maker.batch(manager, items, nextBatch, total);
            nextBatch++;
            if (nextBatch == total) {
                close();
            }
            return made;
        } catch (ExecutionException e) {
            close();
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an image.", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts just enough items for the threads never to wait. */
    private void startItems() {
        while (ahead.size() < BATCHES_AHEAD * batch && nextItem < total * batch) {
            ahead.add(start.apply(nextItem++));
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException io) {
            return new UncheckedIOException(io.getMessage(), io);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /**
     * Ends the threads and waits for them: a thread that still uses a tokenizer while it is closed
     * would crash the process. Batches that were taken stay open.
     */
    @Override
    public void close() {
        nextBatch = total;
        ahead.clear();
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // items in progress are short
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
