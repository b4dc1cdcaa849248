package org.kvmsh.repl.commands;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A command without arguments. */
record PlainCommand(String usage, String about, Runnable act) implements ShellCommand {
    @Override
    public void run(String argument) {
        if (!argument.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, usage + " takes no argument");
        }
        act.run();
    }
}
