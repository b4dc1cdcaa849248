package org.kvmsh.repl.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.Nearest;

/** The lines that begin with a slash: they are about the session and never shadow the language. */
public final class Commands {
    /** What other shells call a command. */
    private static final Map<String, String> ELSEWHERE = Map.of("exit", "/quit", "bye", "/quit", "q", "/quit", "?", "/help", "h", "/help");

    /** A command without its slash, perhaps with a name, or called like a function. */
    private static final Pattern TYPED = Pattern.compile("(\\w+|\\?)(?:\\(\\)|[ \\t]+([\\w:.-]+))?;?");

    private final Map<String, ShellCommand> byName = new TreeMap<>();
    private final ShellControl shell;

    public Commands(ShellControl shell) {
        this.shell = shell;
        byName.put("/help", new HelpCommand(shell, this));
        byName.put("/hints", new HintsCommand(shell));
        byName.put("/board", new BoardCommand(shell));
        byName.put("/reload", new ReloadCommand(shell));
        byName.put("/lang", new LangCommand(shell));
        byName.put("/abi", new AbiCommand(shell));
        byName.put("/rfc", new RfcCommand(shell));
        byName.put("/save", new SaveCommand(shell));
        byName.put("/pager", new SwitchCommand(shell, "/pager", "show a value that is longer than the screen a page at a time; without an argument, show whether it is on",
                shell::pagesValues, shell::pageValues));
        byName.put("/strace", new SwitchCommand(shell, "/strace", "print each system call when it returns, KVM_RUN included; without an argument, show whether it is on",
                () -> shell.strace().isOn(), wanted -> shell.strace().on(wanted)));
        byName.put("/quit", new QuitCommand(shell));
    }

    /** A line whose first word is a slash and letters; a Groovy line never begins so, but for a comment. */
    public static boolean isCommand(String line) {
        String text = line.strip();
        return text.startsWith("/") && !text.startsWith("//") && !text.startsWith("/*");
    }

    public void run(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        ShellCommand command = byName.get(parts[0]);
        if (command == null) {
            String near = Nearest.note(parts[0], byName.keySet());
            shell.out().println("unknown command: " + parts[0] + "; " + (near.isEmpty() ? "" : near + " ") + "/help lists the commands");
            return;
        }
        command.run(parts.length > 1 ? parts[1].strip() : "");
    }

    /** The command of a line: {@code /help} for {@code help}, {@code /help vm} for {@code help vm}. */
    public Optional<String> meantBy(String line) {
        Matcher typed = TYPED.matcher(line.strip());
        if (!typed.matches()) {
            return Optional.empty();
        }
        String command = ELSEWHERE.getOrDefault(typed.group(1), "/" + typed.group(1));
        return Optional.of(command).filter(byName::containsKey).map(name -> typed.group(2) == null ? name : name + " " + typed.group(2));
    }

    Map<String, ShellCommand> all() {
        return byName;
    }

    /** What may follow at the end of a line that begins with a slash. */
    public List<String> completions(String line) {
        ShellCommand command = byName.get(line.stripLeading().split("\\s", 2)[0]);
        return command != null && line.contains(" ") ? command.arguments() : List.copyOf(byName.keySet());
    }
}
