package org.kvmsh.repl.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that waits for a board that another kvmsh uses. */
public final class LockOptions {
    /** For a command that reads no annotations. */
    public static final String NAME = "--wait";

    public static final String LABEL = "TIME";
    public static final String DESCRIPTION =
            "If another kvmsh is using a board of boards.toml, wait until it is free, at most TIME (90s, 5min) if"
                    + " given. Without this option a busy board is unavailable.";

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = NAME,
            arity = "0..1",
            paramLabel = LABEL,
            preprocessor = OptionalTime.class,
            description = DESCRIPTION)
    private Duration limit = Duration.ZERO;

    /** The time to wait; zero not to wait. */
    public Duration limit() {
        return limit;
    }

    /** The text that follows the option's name on a command line, for a value that it has. */
    public static String word(Duration limit) {
        return limit.equals(Boards.FOREVER)
                ? ""
                : limit.toMillis() % 1000 == 0 ? "=" + limit.toSeconds() + "s" : "=" + limit.toMillis() + "ms";
    }

    /** A time that follows is the option's; anything else is the next argument. */
    public static final class OptionalTime implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
            Duration time = Boards.FOREVER;
            if (!arguments.isEmpty()) {
                try {
                    time = new TestTime().convert(arguments.peek());
                    arguments.pop();
                } catch (TypeConversionException e) {
                    if (AttachedValue.is(details)) {
                        throw AttachedValue.invalid(command, arguments.peek(), NAME, "90s, 500ms or 5min");
                    }
                    time = Boards.FOREVER;
                }
            }
            option.setValue(time);
            return true;
        }
    }
}
