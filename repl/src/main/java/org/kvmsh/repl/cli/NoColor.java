package org.kvmsh.repl.cli;

import java.util.List;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The option that turns colors off, which each command has. */
@AppliesTo(farm = OnFarm.SUBMITTER, resumed = true)
public final class NoColor implements ISetter {
    private final CommandSpec command;
    private final List<StandardOutput> streams;

    private NoColor(CommandSpec command, List<StandardOutput> streams) {
        this.command = command;
        this.streams = streams;
    }

    /** Adds it to a command and its subcommands. */
    public static void addTo(CommandSpec command, StandardOutput... streams) {
        command.addOption(OptionSpec.builder("--no-color")
                .type(boolean.class)
                .scopeType(ScopeType.INHERIT)
                .description("Print no colors; this is the default if NO_COLOR is set or the output is not a terminal.")
                .setter(new NoColor(command, List.of(streams)))
                .userObject(NoColor.class)
                .build());
    }

    @Override
    public <T> T set(T given) {
        if (Boolean.TRUE.equals(given)) {
            streams.forEach(stream -> stream.color(false));
            command.commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
        return null;
    }
}
