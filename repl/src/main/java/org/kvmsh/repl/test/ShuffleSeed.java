package org.kvmsh.repl.test;

import java.util.Map;
import java.util.Random;
import java.util.Stack;
import java.util.regex.Pattern;
import org.kvmsh.repl.cli.AttachedValue;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The seed of an order: a number that follows the option, or else a random one; anything else is the next argument. */
final class ShuffleSeed implements IParameterPreprocessor {
    private static final int SEEDS = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Whether an argument is a seed. */
    static boolean is(String argument) {
        return NUMBER.matcher(argument).matches();
    }

    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
        boolean given = !arguments.isEmpty() && is(arguments.peek());
        if (!given && AttachedValue.is(details)) {
            throw AttachedValue.invalid(
                    command, arguments.peek(), ChoosingOptions.SHUFFLE, "a number of at most 9 digits");
        }
        option.setValue(given ? Integer.valueOf(arguments.pop()) : (Integer) new Random().nextInt(SEEDS));
        return true;
    }
}
