package org.kvmsh.repl.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.compare.Recorder;
import org.kvmsh.dsl.compare.Recording;

/**
 * Scripts that run on a board, each when its calls are asked for.
 *
 * @param other the board that it is compared with
 * @param running receives what ends the script, for any other thread, and null when it has ended
 * @param ended whether the program is to end
 */
public record ScriptsOnBoard(
        Boards boards, Board board, Board other, List<Path> scripts, Consumer<Runnable> running, BooleanSupplier ended)
        implements CallSource {
    @Override
    public List<String> names() {
        return scripts.stream().map(Path::toString).toList();
    }

    @Override
    public String in(int count) {
        return " in " + Compared.counted(count, "script");
    }

    @Override
    public Recording recording(String name) throws IOException, BoardUnavailable {
        return Recorder.record(boards, board.again(), other, Path.of(name), running);
    }

    @Override
    public boolean isEnded() {
        return ended.getAsBoolean();
    }
}
