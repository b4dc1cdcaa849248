package org.kvmsh.repl.abi;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The common part of look-up commands: their table and their output. */
abstract class LookupCommand implements Callable<Integer> {
    /** The description of --arch, with which {@link #abi} is asked. */
    static final String ARCH = "The architecture: x86_64, arm64, ... Default: this host's; in the shell, the board's.";

    private static final int NOT_THERE = 1;
    static final int UNREADABLE = 2;

    private final Place place;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * The place where a command was given.
     *
     * @param name how the program was called
     * @param abi what names mean where no architecture is named
     */
    record Place(String name, Abi abi, PrintWriter out, PrintWriter err) {}

    LookupCommand(Place place) {
        this.place = place;
    }

    /** The ABI of the table that was named; without a name the board's, or this machine's. */
    Abi abi(String table) {
        if (table == null || table.equals(place.abi().table())) {
            return place.abi();
        }
        if (!Abi.tables().contains(table)) {
            String near = Nearest.note(table, Abi.tables());
            throw wrong("unknown architecture: " + table + "; " + (near.isEmpty() ? "" : near + " ") + "ARCH: "
                    + String.join(", ", Abi.tables()));
        }
        return Abi.of(table);
    }

    CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /** @param facts for JSON, @param lines for a person */
    int answer(Object facts, List<String> lines) {
        if (json) {
            place.out().println(Json.of(facts));
        } else {
            lines.forEach(place.out()::println);
        }
        place.out().flush();
        return ExitStatus.SUCCESS;
    }

    int notThere(String message) {
        return refused(message, NOT_THERE);
    }

    /** A line, and no usage: the command was given as it should be. */
    int refused(String message, int status) {
        place.out().flush();
        place.err().println(place.name() + ": " + message);
        place.err().flush();
        return status;
    }
}
