package org.kvmsh.repl;

import java.io.IOException;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ScriptParameters;
import org.kvmsh.repl.runner.SingleScript;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvmsh gdb}: a script whose first guest is debugged. */
@Command(
        name = "gdb",
        sortOptions = false,
        description = "Run a script, and debug its first guest in gdb. Before this guest runs, kvmsh prints"
                + " the command to type in gdb, and waits for one gdb to connect on the loopback address."
                + " When gdb detaches, the script runs the guest itself and continues.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the script has an error, a test failed, or no guest ran",
            "2:usage error",
            "128 + N:signal N ended the script"
        })
final class GdbProgram extends KvmshCommand {
    private static final int MOST_PORT = 65_535;

    @Mixin
    private ScriptParameters script;

    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description = "The board. Default: kvm, or model:x86_64 if this host has no KVM.")
    private String board;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The port for gdb. Default: any free port.")
    private int port;

    private GdbProgram(Invocation invocation) {
        super(invocation, "kvmsh gdb");
    }

    static CommandLine line(Invocation invocation) {
        return new CommandLine(new GdbProgram(invocation));
    }

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > MOST_PORT) {
            return refuse("--port takes a number from 0 to " + MOST_PORT + ", not " + port, ExitStatus.USAGE);
        }
        Language language = script.language();
        try {
            Source source = script.source();
            // Running it closes it.
            Kvmsh kvmsh = new Kvmsh(boards(), out, step -> {}).debugging(port);
            int status = new SingleScript(kvmsh, language, source, out, invocation.err(), null).run(board, false);
            return status != ExitStatus.SUCCESS || kvmsh.isDebugged()
                    ? status
                    : refuse("the script ran no guest, so gdb was not served", ExitStatus.FAILED);
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
    }
}
