package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.repl.guide.Guide;

/** {@code /help [NAME]}: what {@code kvmsh guide} shows, with names of kernel headers as the current board has them. */
final class HelpCommand implements ShellCommand {
    private static final List<String> KEYS = List.of(
            row("Tab", "complete what is typed"),
            row("Ctrl-C", "stop the running guest or discard the line"),
            row("Ctrl-D", "close every VM and exit"));

    private final ShellControl shell;
    private final Commands commands;

    HelpCommand(ShellControl shell, Commands commands) {
        this.shell = shell;
        this.commands = commands;
    }

    @Override
    public String usage() {
        return "/help [NAME]";
    }

    @Override
    public String about() {
        return "show what this board has, by task, or explain a word, an exit, a kernel name, a register, an errno, a"
                + " term, a page or a command; /help *irq* lists the names that match";
    }

    @Override
    public void run(String name) {
        List<String> lines = new ArrayList<>(name.isEmpty() ? overview() : named(name));
        String patched = shell.patchHelp(name);
        if (patched != null) {
            patched.lines().forEach(lines::add);
        } else if (lines.isEmpty()) {
            lines.add(
                    name.contains("*")
                            ? "no word, kernel name, register, errno or command matches " + name
                            : "no word, exit, kernel name, term or page is called " + name + guide().nearest(name));
        }
        shell.page(("/help " + name).strip(), lines);
    }

    private List<String> overview() {
        List<String> lines = new ArrayList<>(guide().index(shell.language()));
        lines.add("");
        commands.all().values().forEach(command -> lines.add(row(command.usage(), command.about())));
        lines.addAll(KEYS);
        return lines;
    }

    private List<String> named(String name) {
        List<String> lines = new ArrayList<>();
        String pattern = "/?\\Q" + name.replace("*", "\\E.*\\Q") + "\\E";
        commands.all().forEach((command, does) -> {
            if (command.matches(pattern)) {
                lines.add(row(does.usage(), does.about()));
            }
        });
        List<String> found = guide().find(name);
        if (!lines.isEmpty() && !found.isEmpty()) {
            lines.add("");
        }
        lines.addAll(found);
        return lines;
    }

    private static String row(String name, String about) {
        return String.format("%-14s %s", name, about);
    }

    private Guide guide() {
        return new Guide(shell.abi(), shell.width(), "/help");
    }

    @Override
    public List<String> arguments() {
        List<String> names = new ArrayList<>(guide().list());
        shell.words().keySet().stream().filter(word -> !names.contains(word)).forEach(names::add);
        return names;
    }
}
