package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import org.kvmsh.bindings.board.Progress;

/** The output of setting a board up: lines on standard output, percentages on the terminal's last line. */
record SetupProgress(String board, PrintWriter out, Progress line) implements Progress {
    @Override
    public void note(String text) {
        line.end();
        out.println(board + ": " + text + " ...");
        out.flush();
    }

    @Override
    public void step(String text) {
        line.step(board + ": " + text);
    }

    @Override
    public void end() {
        line.end();
    }
}
