package org.kvmsh.repl.abi;

import java.io.PrintWriter;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.MovedCommand;
import org.kvmsh.repl.cli.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code kvmsh abi}, and {@code /abi} in the shell: looks names up in the tables of the KVM ABI. No board is opened.
 */
@Command(
        name = "abi",
        description = "Look up what kernel headers say about KVM.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:no such name", "2:usage error"})
public final class AbiProgram {
    /** The table that names are looked up in on a machine that KVM has no tables for. */
    private static final String WITHOUT_HOST = "x86_64";

    private AbiProgram() {}

    /** The command line's, where names mean what they do on this machine if no architecture is named. */
    public static CommandLine line(Invocation invocation) {
        return line(place("kvmsh abi", invocation))
                .setCommandName("abi")
                .addSubcommand(
                        "make", MovedCommand.line("abi has no subcommand 'make'; did you mean 'kvmsh dev abi-make'?"))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** {@code kvmsh rfc}: {@code abi import} by the name that the word has in scripts. */
    public static CommandLine rfc(Invocation invocation) {
        return new CommandLine(new ImportCommand(place("kvmsh rfc", invocation))).setCommandName("rfc");
    }

    private static LookupCommand.Place place(String name, Invocation invocation) {
        String table = Boards.hostTable();
        return new LookupCommand.Place(
                name, Abi.of(table == null ? WITHOUT_HOST : table), invocation.out(), invocation.err());
    }

    /** Runs what follows {@code /abi} in the shell, where names mean what they do on its board. */
    public static void run(Abi board, PrintWriter out, String... arguments) {
        CommandLine line = line(new LookupCommand.Place("/abi", board, out, out));
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .scopeType(CommandLine.ScopeType.INHERIT)
                        .description("Show this help.")
                        .build());
        line.setOut(out)
                .setErr(out)
                .setParameterExceptionHandler(new WrongUsage())
                .execute(arguments);
    }

    private static CommandLine line(LookupCommand.Place place) {
        return new CommandLine(new AbiProgram())
                .setCommandName(place.name())
                .addSubcommand(new ListCommand(place))
                .addSubcommand(new ShowCommand(place))
                .addSubcommand(new FindCommand(place))
                .addSubcommand(new DecodeCommand(place))
                .addSubcommand(new ImportCommand(place))
                // For what list lists, whose names are an enum's.
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
