package org.kvmsh.repl.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The value of an option that needs none, written with {@code =}: it is the option's, and no next argument. */
public final class AttachedValue {
    private static final String SEPARATOR = "separator";

    private AttachedValue() {}

    /** @param details what picocli tells a preprocessor of the option */
    public static boolean is(Map<String, Object> details) {
        return "=".equals(details.get(SEPARATOR));
    }

    /**
     * The error for a value that the option does not take.
     *
     * @param instead what to write
     */
    public static ParameterException invalid(CommandSpec command, String value, String option, String instead) {
        return new ParameterException(
                command.commandLine(), "invalid value '" + value + "' for " + option + ": write " + instead);
    }
}
