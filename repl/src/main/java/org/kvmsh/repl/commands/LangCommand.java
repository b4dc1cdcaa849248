package org.kvmsh.repl.commands;

import java.util.List;
import org.kvmsh.dsl.lang.Language;

/** {@code /lang [LANGUAGE]}. */
final class LangCommand implements ShellCommand {
    private final ShellControl shell;

    LangCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/lang [groovy|js]";
    }

    @Override
    public String about() {
        return "switch to the language given, or show the current one. A variable of one language can be used in the"
                + " other; a function or a class cannot";
    }

    @Override
    public void run(String name) {
        if (name.isEmpty()) {
            shell.out().println(shell.language());
            return;
        }
        Language.named(name)
                .ifPresentOrElse(
                        shell::speak,
                        () -> shell.out()
                                .println("unknown language: " + name + "; supported languages: "
                                        + String.join(" and ", Language.names())));
    }

    @Override
    public List<String> arguments() {
        return Language.names();
    }
}
