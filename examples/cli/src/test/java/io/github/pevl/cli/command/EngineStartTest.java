package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineStartTest {

    @Test
    void settleWaitsForAStartThatRuns() {
        Thread waiting = Thread.currentThread();
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        EngineStart start =
                new EngineStart(
                        () -> {
                            while (!asked.get() || waiting.getState() == Thread.State.RUNNABLE) {
                                Thread.onSpinWait();
                            }
                            ended.set(true);
                            return null;
                        });
        start.beside();
        asked.set(true);
        start.settle();
        assertThat(ended).isTrue();
    }

    @Test
    void settleStartsNothing() {
        EngineStart start =
                new EngineStart(
                        () -> {
                            throw new AssertionError("nobody needs it");
                        });
        start.settle();
    }

    @Test
    void settleIsSilentAboutAFailedStart() {
        EngineStart start = failing();
        start.beside();
        start.settle();
    }

    @Test
    void itStartsOnce() {
        AtomicInteger starts = new AtomicInteger();
        EngineStart start =
                new EngineStart(
                        () -> {
                            starts.incrementAndGet();
                            return null;
                        });
        start.beside();
        start.await();
        start.await();
        start.settle();
        assertThat(starts).hasValue(1);
    }

    @Test
    void awaitThrowsWhatTheStartThrows() {
        assertThatThrownBy(() -> failing().await()).isInstanceOf(UnsatisfiedLinkError.class);
    }

    private static EngineStart failing() {
        return new EngineStart(
                () -> {
                    throw new UnsatisfiedLinkError("no library");
                });
    }
}
