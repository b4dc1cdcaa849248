package org.kvmsh.repl;

import java.util.Arrays;
import java.util.stream.Stream;

/** The commands that people expect because other programs have them, and what they are in kvmsh. */
final class UsualNames {
    private static final String HELP = "--help";

    private UsualNames() {}

    /**
     * The arguments without such a name: {@code help test} is {@code test --help}, {@code version} is
     * {@code --version}, {@code run FILE} is {@code FILE}, and {@code shell} is no argument.
     */
    static String[] replacedIn(String... arguments) {
        if (arguments.length == 0) {
            return arguments;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (arguments[0]) {
            case "help" ->
                rest.length == 0
                        ? new String[] {HELP}
                        : Stream.concat(Arrays.stream(rest), Stream.of(HELP)).toArray(String[]::new);
            case "version" -> rest.length == 0 ? new String[] {"--version"} : arguments;
            case "run" -> rest.length == 0 ? arguments : rest;
            case "shell" -> rest;
            default -> arguments;
        };
    }
}
