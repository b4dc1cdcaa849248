package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.repl.guide.Guide;

/** {@code /help [NAME]}: what {@code kvmsh guide} shows, with names of kernel headers as the current board has them. */
final class HelpCommand implements ShellCommand {
    private static final String CUT = "…";
    private static final String NO_MATCH = "no word, kernel name, register, errno or command matches ";
    /** Entries that are found by their descriptions; more would be a page to read. */
    private static final int MOST = 10;

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
        return "list this board's words by task, or explain a word, an exit, a kernel name, a register, an errno, a"
                + " term, a page, a key or a command; other text is searched for in the descriptions; /help *irq* lists"
                + " the names that match, /help keys the keys";
    }

    @Override
    public void run(String name) {
        List<String> lines = new ArrayList<>(name.isEmpty() ? overview() : named(name));
        String patched = shell.patchHelp(name);
        if (patched != null) {
            patched.lines().forEach(lines::add);
        } else if (lines.isEmpty()) {
            lines.addAll(name.contains("*") ? List.of(NO_MATCH + name) : described(name));
        }
        shell.page(("/help " + name).strip(), lines);
    }

    private List<String> overview() {
        List<String> lines = new ArrayList<>(guide().index(shell.language()));
        lines.add("");
        commands.all().values().forEach(command -> lines.add(row(command.usage(), command.about())));
        Stream.of(ShellKeys.TAB, ShellKeys.CTRL_C, ShellKeys.CTRL_D)
                .map(HelpCommand::row)
                .forEach(lines::add);
        lines.add("/help keys lists the other keys");
        return lines;
    }

    /** The commands, keys and entries whose descriptions have a text that is no name. */
    private List<String> described(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        Pattern wanted = Guide.pattern(text);
        commands.all().values().stream()
                .filter(command -> wanted.matcher(command.about()).find())
                .forEach(command -> found.put(command.usage(), command.about()));
        Stream.of(ShellKeys.values())
                .filter(key -> wanted.matcher(key.about()).find())
                .forEach(key -> found.put(key.names(), key.about()));
        guide().mentions(text).forEach(found::putIfAbsent);
        List<String> lines = new ArrayList<>();
        lines.add("no word, exit, kernel name, term or page is called " + text + guide().nearest(text)
                + (found.isEmpty() ? "" : "; descriptions that contain it:"));
        List<String> names = found.keySet().stream().limit(MOST).toList();
        int widest = names.stream().mapToInt(String::length).max().orElse(0);
        names.forEach(name -> lines.add(cut(name + " ".repeat(widest - name.length()) + "  " + found.get(name))));
        if (found.size() > MOST) {
            lines.add("... " + (found.size() - MOST) + " more");
        }
        return lines;
    }

    private String cut(String line) {
        return line.length() <= shell.width() ? line : line.substring(0, shell.width() - CUT.length()) + CUT;
    }

    private static String row(ShellKeys key) {
        return row(key.names(), key.about());
    }

    private List<String> named(String name) {
        List<String> lines = new ArrayList<>();
        String pattern = "/?\\Q" + name.replace("*", "\\E.*\\Q") + "\\E";
        commands.all().forEach((command, does) -> {
            if (command.matches(pattern)) {
                lines.add(row(does.usage(), does.about()));
            }
        });
        List<ShellKeys> keys = ShellKeys.named(name);
        int widest = keys.stream().mapToInt(key -> key.names().length()).max().orElse(0);
        keys.forEach(key -> lines.add(String.format("%-" + widest + "s  %s", key.names(), key.about())));
        if (keys.size() > 1 || name.contains("inputrc")) {
            lines.add("~/.inputrc can bind other keys; the line `set editing-mode vi` in it selects vi keys");
        }
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
