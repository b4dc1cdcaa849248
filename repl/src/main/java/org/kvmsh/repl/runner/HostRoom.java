package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kvmsh.bindings.board.BoardLoad;

/**
 * The room that this host has for boards beside each other: its processors and its memory. Boards begin in the order in
 * which they were named; only one that takes nothing of this host waits for no other one. What does not fit has the
 * host for itself.
 */
final class HostRoom {
    /** The end of a run that comes from outside notifies nobody. */
    private static final long LOOK_MILLIS = 50;

    private static final String AVAILABLE = "MemAvailable:";
    private static final long KILOBYTES = 1024;

    private final int cores;
    private final long megabytes;
    private final List<BoardLoad> loads;
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private final List<BoardLoad> open = new ArrayList<>();

    /** @param loads what each board takes, in the order of the boards */
    HostRoom(int cores, long megabytes, List<BoardLoad> loads) {
        this.cores = cores;
        this.megabytes = megabytes;
        this.loads = List.copyOf(loads);
        IntStream.range(0, loads.size()).forEach(waiting::add);
    }

    /** The room that is free now. */
    static HostRoom now(List<BoardLoad> loads) {
        return new HostRoom(Runtime.getRuntime().availableProcessors(), available(), loads);
    }

    /** The memory that processes can have without swapping, in megabytes (proc.rst); no bound where nothing tells. */
    private static long available() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith(AVAILABLE))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .map(kilobytes -> kilobytes / KILOBYTES)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Waits until there is room for a board.
     *
     * @param over asked now and then: whether no other board is to begin
     * @return false where that is so
     */
    synchronized boolean enter(int board, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            if (begins(board)) {
                waiting.remove(board);
                open.add(loads.get(board));
                notifyAll();
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
            } catch (InterruptedException e) {
                // Whoever ends the run is asked above.
                continue;
            }
        }
        waiting.remove(board);
        return false;
    }

    private boolean begins(int board) {
        BoardLoad load = loads.get(board);
        return waiting.headSet(board).stream().map(loads::get).noneMatch(earlier -> keeps(earlier, load))
                && open.stream().noneMatch(other -> isSame(other, load))
                && (load.cores() == 0 || fits(load));
    }

    /** Whether a board that waits keeps a later one from beginning. */
    private static boolean keeps(BoardLoad earlier, BoardLoad load) {
        return earlier.cores() > 0 && load.cores() > 0 || isSame(earlier, load);
    }

    private static boolean isSame(BoardLoad one, BoardLoad other) {
        return one.hardware() != null && one.hardware().equals(other.hardware());
    }

    private boolean fits(BoardLoad load) {
        List<BoardLoad> beside =
                open.stream().filter(other -> other.cores() > 0).toList();
        return beside.isEmpty()
                || beside.stream().mapToInt(BoardLoad::cores).sum() + load.cores() <= cores
                        && beside.stream().mapToLong(BoardLoad::megabytes).sum() + load.megabytes() <= megabytes;
    }

    /** A board that has begun is closed. */
    synchronized void leave(int board) {
        open.remove(loads.get(board));
        notifyAll();
    }
}
