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

    SwitchCommand(ShellControl shell, String name, String about, BooleanSupplier state, Consumer<Boolean> turn) {
        this.shell = shell;
        this.name = name;
        this.about = about;
        this.state = state;
        this.turn = turn;
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
        switch (argument) {
            case ON -> turn.accept(true);
            case OFF -> turn.accept(false);
            case "" -> shell.out().println(state.getAsBoolean() ? ON : OFF);
            default -> shell.out().println(name + " takes on or off, not " + argument);
        }
    }

    @Override
    public List<String> arguments() {
        return List.of(ON, OFF);
    }
}
