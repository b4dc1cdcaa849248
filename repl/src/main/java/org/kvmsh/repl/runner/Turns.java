package org.kvmsh.repl.runner;

/**
 * Two boards that run their rounds in turn, so that what changes on this host meanwhile changes both: the first one
 * begins in odd rounds, the second one in even rounds.
 */
final class Turns {
    private static final int BOARDS = 2;

    private final boolean[] left = new boolean[BOARDS];
    private int next;

    /** One of the boards. */
    final class OfBoard {
        private final int number;
        private final boolean alone;
        private int round;

        private OfBoard(int number, boolean alone) {
            this.number = number;
            this.alone = alone;
        }

        /** Whether there is no other board. */
        boolean isAlone() {
            return alone;
        }

        /** Waits until the next round is this board's; an interrupt ends the waiting. */
        void begin() {
            await(number, ++round);
        }

        /** The round is over. */
        void end() {
            Turns.this.end();
        }

        /** There is no other round of this board's. */
        void leave() {
            Turns.this.leave(number);
        }
    }

    /** The turns of the first board, or of the second. */
    OfBoard of(int board) {
        return new OfBoard(board, false);
    }

    /** For a board without another one. */
    OfBoard alone() {
        leave(1);
        return new OfBoard(0, true);
    }

    private synchronized void await(int board, int round) {
        int mine = (round - 1) * BOARDS + (round % 2 == 0 ? 1 - board : board);
        try {
            while (next < mine && !left[1 - board]) {
                wait();
            }
        } catch (InterruptedException e) {
            // The run is to end: nothing else runs on either board.
            return;
        }
        next = Math.max(next, mine);
    }

    private synchronized void end() {
        next++;
        notifyAll();
    }

    private synchronized void leave(int board) {
        left[board] = true;
        notifyAll();
    }
}
