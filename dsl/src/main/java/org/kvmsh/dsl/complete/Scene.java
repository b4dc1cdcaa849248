package org.kvmsh.dsl.complete;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.machine.Machine;

/**
 * The names that a text can use.
 *
 * @param js whether it is JavaScript
 * @param words the language's words
 * @param abi the board's headers
 * @param names the names that earlier texts declared, with their values
 * @param units what follows a number and a dot
 * @param directory what paths are relative to
 * @param machine returns the session's latest machine; null before the first one
 * @param boards the names of boards
 */
public record Scene(
        boolean js,
        WordTable words,
        Abi abi,
        Map<String, Object> names,
        Set<String> units,
        Path directory,
        Supplier<Machine> machine,
        Supplier<List<String>> boards) {
    /** The same with paths that are relative to another directory. */
    public Scene in(Path other) {
        return new Scene(js, words, abi, names, units, other, machine, boards);
    }
}
