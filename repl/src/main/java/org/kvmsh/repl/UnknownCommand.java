package org.kvmsh.repl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kvmsh.bindings.text.Nearest;

/** The message about a first argument that is neither a command nor a file. */
final class UnknownCommand {
    private UnknownCommand() {}

    /** What is wrong with a first argument that is not a file, and what to type. */
    static String missing(String typed) {
        return typed.equals(Subcommand.RUN)
                ? "run needs the name of a script: kvmsh run FILE"
                : "no such command or file: " + typed + "; " + suggestion(typed);
    }

    /** {@code did you mean 'kvmsh boards'?} */
    private static String suggestion(String typed) {
        List<String> names =
                Arrays.stream(Subcommand.values()).map(Subcommand::toString).toList();
        if (names.contains(typed)) {
            return "kvmsh recognizes a command only as the first argument";
        }
        Optional<String> near = Nearest.to(typed, names);
        return near.map(name -> "did you mean 'kvmsh " + name + "'?")
                .orElse("the commands are "
                        + String.join(
                                ", ",
                                names.stream()
                                        .filter(name -> !name.equals(Subcommand.LSP.toString())
                                                && !name.equals(Subcommand.DEV.toString()))
                                        .toList())
                        + "; to run a line of a script: kvmsh -e 'LINE'");
    }
}
