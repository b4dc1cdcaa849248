package org.kvmsh.repl.commands;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** {@code /NAME [on|off]}. */
final class SwitchCommand implements ShellCommand {
    private static final String ON = "on";
    private static final String OFF = "off";

    private final ShellControl shell;
    private final String name;
    private final String about;
    private final BooleanSupplier state;
    private final Consumer<Boolean> turn;
    /** What is printed after a change: when it is on, and when it is off; empty for nothing. */
    private final List<String> told;

    /** A switch whose name alone shows how it stands. */
    SwitchCommand(ShellControl shell, String name, String about, BooleanSupplier state, Consumer<Boolean> turn) {
        this(shell, name, about, state, turn, List.of());
    }

    /**
     * A switch that its name alone turns on.
     *
     * @param told the sentence for on, and that for off
     */
    SwitchCommand(
            ShellControl shell,
            String name,
            String about,
            BooleanSupplier state,
            Consumer<Boolean> turn,
            List<String> told) {
        this.shell = shell;
        this.name = name;
        this.about = about;
        this.state = state;
        this.turn = turn;
        this.told = told;
    }

    @Override
    public String usage() {
        return name + " [on|off]";
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public void run(String argument) {
        if (!argument.isEmpty() && !arguments().contains(argument)) {
            shell.out().println(name + " takes on or off, not " + argument);
            return;
        }
        boolean shows = argument.isEmpty() && told.isEmpty();
        if (!shows) {
            turn.accept(!argument.equals(OFF));
        }
        if (shows || !told.isEmpty()) {
            List<String> words = shows ? arguments() : told;
            shell.out().println(words.get(state.getAsBoolean() ? 0 : 1));
        }
    }

    @Override
    public List<String> arguments() {
        return List.of(ON, OFF);
    }
}
