package org.kvmsh.repl.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.bindings.abi.Arch;

/**
 * The files that the shell reads and writes.
 *
 * @param history the lines that were typed
 * @param state where sessions are kept; null to keep none
 * @param editor the command of the person's editor; null if none is set
 * @param init the scripts to run at first; null for none
 * @param inputrc readline's settings; null for none
 */
public record ShellFiles(Path history, Path state, String editor, InitFiles init, InputrcFile inputrc) {
    /** A history and nothing else. */
    public static ShellFiles ofHistory(Path history) {
        return new ShellFiles(history, null, null, null, null);
    }

    /** All that is kept below a folder. */
    public static ShellFiles below(Path state, Map<String, String> environment) {
        return new ShellFiles(
                state.resolve("history"),
                state,
                environment.getOrDefault("VISUAL", environment.get("EDITOR")),
                InitFiles.of(environment, state),
                InputrcFile.of(environment));
    }

    /** The same, without scripts to run at first. */
    public ShellFiles withoutInit() {
        return new ShellFiles(history, state, editor, null, inputrc);
    }

    /**
     * The scripts to run at first, in order.
     *
     * @param ask gets a question and returns what was typed; null for nothing
     * @param tell gets a line for each file that is not run
     */
    public List<Path> toRun(Function<String, String> ask, Consumer<String> tell) {
        return init == null ? List.of() : init.toRun(ask, tell);
    }

    /** Whether no shell was started on an architecture before; from now on one was. */
    public boolean isFirstStart(Arch arch) {
        if (state == null) {
            return false;
        }
        try {
            Files.createDirectories(state);
            Files.createFile(state.resolve("started-on-" + arch));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            // A state that cannot be written is told where a session is kept in it.
            return true;
        }
    }
}
