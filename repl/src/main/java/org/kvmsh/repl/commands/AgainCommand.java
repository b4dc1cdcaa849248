package org.kvmsh.repl.commands;

import java.util.List;

/** {@code /again N}: an input once more. */
final class AgainCommand implements ShellCommand {
    private final ShellControl shell;

    AgainCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/again [N]";
    }

    @Override
    public String about() {
        return "run input N again, by default the last one; !N does the same";
    }

    @Override
    public void run(String argument) {
        List<NumberedText> all = shell.numbered();
        all.stream()
                .filter(each -> argument.isEmpty()
                        ? each == all.get(all.size() - 1)
                        : String.valueOf(each.number()).equals(argument))
                .map(NumberedText::text)
                .findFirst()
                .ifPresentOrElse(
                        text -> {
                            text.text().lines().forEach(line -> shell.out().println("  " + line));
                            shell.runText(text.language(), text.text());
                        },
                        () -> shell.out()
                                .println(
                                        argument.isEmpty()
                                                ? "nothing has been typed yet"
                                                : "no input " + argument + "; /history lists the inputs"));
    }
}
