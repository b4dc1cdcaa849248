package org.kvmsh.repl.dev;

import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kvmsh dev}: what is for work on kvmsh itself, in its source tree. */
@Command(
        name = "dev",
        hidden = true,
        description = "Commands for developing kvmsh, in its source tree.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:a command failed", "2:usage error"})
public final class DevProgram {
    private DevProgram() {}

    /** The command line's part. */
    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new DevProgram())
                .addSubcommand(new AbiMakeCommand(invocation))
                .addSubcommand(new MailsCommand(invocation))
                .addSubcommand(new MutantsCommand(invocation))
                .addSubcommand(new ReachCommand(invocation));
    }
}
