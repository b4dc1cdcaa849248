package org.kvmsh.bindings.board;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The wait for the agent of a board that boots.
 *
 * @param <T> the board that is reached
 * @param name of the board
 * @param limit of the wait
 * @param lastLine the newest line of the board's console, to follow a message; may be empty
 * @param log the place of its console, to follow a message; may be empty
 * @param unwanted closes what is reached when nobody waits for it any more
 */
record BootWait<T>(String name, Duration limit, Supplier<String> lastLine, Supplier<String> log, Consumer<T> unwanted) {
    /** The limit for a board that has no other. */
    static final Duration USUAL = Duration.ofMinutes(5);

    private static final long LOOK_MILLIS = 100;
    private static final long PAUSE_MILLIS = 250;
    private static final long NANOS = 1_000_000_000;

    /** The way to a board that has power. */
    interface Link<T> {
        T reach() throws BoardUnavailable;
    }

    /** A board that reboots by itself, of which kvmsh knows no console. */
    BootWait(String name, Consumer<T> unwanted) {
        this(name, USUAL, () -> "", () -> "", unwanted);
    }

    /** The board, once its agent answers. */
    T answer(Link<T> link, Progress progress) throws InterruptedException, BoardUnavailable {
        long began = System.nanoTime();
        Runnable waiting =
                () -> progress.step(name + ": booting, " + (System.nanoTime() - began) / NANOS + " s" + lastLine.get());
        String why = "";
        for (Duration left = limit; !left.isNegative(); left = limit.minusNanos(System.nanoTime() - began)) {
            try {
                Optional<T> reached = attempt(link, left, waiting);
                if (reached.isPresent()) {
                    return reached.get();
                }
            } catch (BoardUnavailable e) {
                if (isFinal(e)) {
                    throw e;
                }
                why = ": " + firstLine(e);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        throw new BoardUnavailable(
                name + " did not answer within " + limit.toMillis() / 1000.0 + " s" + why + log.get());
    }

    /** Whether an agent has answered, or none can: neither time nor power changes that. */
    static boolean isFinal(BoardUnavailable e) {
        return e instanceof BoardRefusal || e instanceof NoSuchBoard || e instanceof BoardNotSetUp;
    }

    static String firstLine(BoardUnavailable e) {
        return e.getMessage().lines().findFirst().orElse("");
    }

    /**
     * Reaches a board once; empty if that takes longer than the limit. A thread that waits for an agent cannot be
     * interrupted: if nobody waits for it any more, what it reaches is closed.
     */
    Optional<T> attempt(Link<T> link, Duration most, Runnable waiting) throws InterruptedException, BoardUnavailable {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(link.reach());
                    } catch (BoardUnavailable | RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                },
                "kvmsh-lab-link");
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + most.toNanos();
        boolean awaited = false;
        try {
            while (true) {
                waiting.run();
                try {
                    T board = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    awaited = true;
                    return Optional.of(board);
                } catch (TimeoutException e) {
                    if (System.nanoTime() > end) {
                        return Optional.empty();
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BoardUnavailable why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!awaited) {
                answer.thenAccept(unwanted);
            }
        }
    }
}
