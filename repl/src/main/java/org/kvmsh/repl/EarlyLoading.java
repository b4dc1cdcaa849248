package org.kvmsh.repl;

import java.util.List;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;

/**
 * Begins to load Groovy before the command line is parsed, which takes nearly as long. It guesses from the arguments as
 * they stand: a wrong guess costs time of another processor, and nothing else.
 */
final class EarlyLoading {
    private static final List<Subcommand> RUNNING =
            List.of(Subcommand.TEST, Subcommand.PLAN, Subcommand.BRINGUP, Subcommand.COMPARE, Subcommand.GDB);
    private static final List<String> WITHOUT = List.of("-h", "--help", "help", "-V", "--version", "version", "js");

    private EarlyLoading() {}

    static void begin(List<String> arguments) {
        Loading loading = Loading.COMPILER;
        for (String argument : arguments) {
            if (WITHOUT.contains(argument) || argument.endsWith(".js")) {
                return;
            }
            if (argument.endsWith(".groovy")) {
                // It may be kept compiled.
                loading = Loading.RUNTIME;
            }
        }
        for (Subcommand command : Subcommand.values()) {
            if (!arguments.isEmpty() && command.toString().equals(arguments.get(0))) {
                if (!RUNNING.contains(command)) {
                    return;
                }
                loading = Loading.RUNTIME;
            }
        }
        Kvmsh.warmUp(Language.GROOVY, loading);
    }
}
