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

    /**
     * @param typed whether a person types at a terminal: the prompt is then the first thing to come, and the shell
     *     loads Groovy when it is there
     */
    static void begin(boolean typed, List<String> arguments) {
        boolean groovy = !typed;
        Loading loading = Loading.COMPILER;
        for (String argument : arguments) {
            if (WITHOUT.contains(argument) || argument.endsWith(".js")) {
                return;
            }
            if (argument.endsWith(".groovy")) {
                // It may be kept compiled.
                loading = Loading.RUNTIME;
                groovy = true;
            }
            groovy |= Subcommand.isText(argument);
        }
        for (Subcommand command : Subcommand.values()) {
            if (!arguments.isEmpty() && command.toString().equals(arguments.get(0))) {
                if (!RUNNING.contains(command)) {
                    return;
                }
                loading = Loading.RUNTIME;
                groovy = true;
            }
        }
        if (groovy) {
            Kvmsh.warmUp(Language.GROOVY, loading);
        }
    }
}
