package org.kvmsh.repl.test;

import java.util.Random;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The seed of an order: a number that follows the option, or else a random one; anything else is the next argument. */
final class ShuffleSeed implements IParameterConsumer {
    private static final int SEEDS = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Whether an argument is a seed. */
    static boolean is(String argument) {
        return NUMBER.matcher(argument).matches();
    }

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        option.setValue(
                !arguments.isEmpty() && is(arguments.peek())
                        ? Integer.valueOf(arguments.pop())
                        : (Integer) new Random().nextInt(SEEDS));
    }
}
