package org.kvmsh.repl.commands;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kvmsh.repl.cli.FileName;

/** {@code /open FILE}: a script in this session, whose names stay. */
final class OpenCommand implements ShellCommand {
    private final ShellControl shell;

    OpenCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/open FILE";
    }

    @Override
    public String about() {
        return "run a script in this session, in the language given by its extension; its variables are kept";
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public void run(String argument) {
        if (argument.isEmpty()) {
            shell.out().println("missing argument: " + usage());
            return;
        }
        try {
            shell.runFile(Path.of(argument));
        } catch (InvalidPathException e) {
            shell.out().println("cannot read " + FileName.refusal(argument));
        }
    }
}
