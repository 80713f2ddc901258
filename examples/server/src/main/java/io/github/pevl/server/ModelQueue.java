package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests of one model, from the whole body to the answer. Readers parse requests and decode their
 * images, so that what is slow or wrong with one holds up no other; workers, each with a predictor
 * of its own, ask the network about what has been read, several requests at once where they wait.
 */
final class ModelQueue implements AutoCloseable {

    /** How long a worker that found several requests waits for more. */
    private static final long GATHER_NANOS = Duration.ofMillis(2).toNanos();

    private final Supplier<Answerer> answerers;
    private final Function<Input, ?> kind;
    private final int batch;
    private final int capacity;
    private final Duration timeout;
    private final Semaphore slots;
    private final Semaphore computing;
    private final ExecutorService readers;
    private final BlockingQueue<Job> ready;
    private final List<Thread> workers = new ArrayList<>();

    /**
     * Starts the threads.
     *
     * @param answerers gives each worker its own
     * @param kind only requests with equal kinds are asked together
     * @param options say how many
     * @param computing lets so many workers, of all models together, compute at a time
     */
    ModelQueue(
            Supplier<Answerer> answerers,
            Function<Input, ?> kind,
            ServerOptions options,
            Semaphore computing) {
        this.answerers = answerers;
        this.kind = kind;
        this.computing = computing;
        batch = options.batch();
        capacity = options.queue();
        timeout = options.requestTimeout();
        slots = new Semaphore(capacity);
        ready = new ArrayBlockingQueue<>(batch * options.workers());
        readers =
                Executors.newFixedThreadPool(
                        options.workers(), task -> new Thread(task, "pevl-reader"));
        for (int i = 0; i < options.workers(); i++) {
            Thread worker = new Thread(this::work, "pevl-worker");
            workers.add(worker);
            worker.start();
        }
    }

    /** Requests that were admitted and are not finished. */
    int size() {
        return capacity - slots.availablePermits();
    }

    int batch() {
        return batch;
    }

    int capacity() {
        return capacity;
    }

    /**
     * Refuses a request before its body is read.
     *
     * @throws ApiException if as many as possible wait
     */
    void requireRoom() {
        if (slots.availablePermits() == 0) {
            throw ApiException.busy();
        }
    }

    /**
     * Takes a request.
     *
     * @param source reads it, in a thread of this
     * @return the answer; or an {@link ApiException}, or what the source threw
     * @throws ApiException if as many as possible wait
     */
    CompletableFuture<Output> submit(Callable<? extends Input> source) {
        if (!slots.tryAcquire()) {
            throw ApiException.busy();
        }
        Job job = new Job(source);
        job.answer().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        readers.execute(() -> read(job));
        return job.answer();
    }

    private void read(Job job) {
        try {
            if (job.answer().isDone()) { // its time is over
                slots.release();
            } else {
                job.read();
                ready.put(job);
            }
        } catch (InterruptedException e) {
            fail(job, ApiException.stopping());
        } catch (Exception | OutOfMemoryError e) {
            fail(job, e);
        }
    }

    /** Makes room, and only then answers: who asks again at once finds it. */
    private void end(Job job, Output output) {
        slots.release();
        job.answer().complete(output);
    }

    private void fail(Job job, Throwable error) {
        slots.release();
        job.answer().completeExceptionally(error);
    }

    private void work() {
        try (Answerer answerer = answerers.get()) {
            while (true) {
                Job first = ready.take();
                computing.acquire();
                try {
                    kinds(gather(first)).forEach(alike -> answer(answerer, alike));
                } finally {
                    computing.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** A request, and those that wait with it. */
    private List<Job> gather(Job first) throws InterruptedException {
        List<Job> jobs = new ArrayList<>();
        jobs.add(first);
        ready.drainTo(jobs, batch - 1);
        long end = System.nanoTime() + GATHER_NANOS;
        while (jobs.size() > 1 && jobs.size() < batch) {
            Job job = ready.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (job == null) {
                break;
            }
            jobs.add(job);
        }
        return jobs;
    }

    private Collection<List<Job>> kinds(List<Job> jobs) {
        Map<Object, List<Job>> kinds = new LinkedHashMap<>();
        for (Job job : jobs) {
            if (job.answer().isDone()) { // its time is over
                slots.release();
            } else {
                kinds.computeIfAbsent(kind.apply(job.input()), k -> new ArrayList<>()).add(job);
            }
        }
        return kinds.values();
    }

    /** What fails together is asked again one by one, so that one failure is nobody else's. */
    private void answer(Answerer answerer, List<Job> jobs) {
        try {
            List<Output> outputs = answerer.answer(jobs.stream().map(Job::input).toList());
            for (int i = 0; i < jobs.size(); i++) {
                end(jobs.get(i), outputs.get(i));
            }
        } catch (TranslateException | RuntimeException | Error e) { // the worker goes on
            if (jobs.size() == 1) {
                fail(jobs.get(0), e);
            } else {
                jobs.forEach(job -> answer(answerer, List.of(job)));
            }
        }
    }

    /** Ends the threads, after the predictions that run. */
    @Override
    public void close() {
        readers.shutdownNow();
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            boolean interrupted = false;
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true; // the model must not be closed under a prediction
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
