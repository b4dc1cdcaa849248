package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.ThrownInWords;
import org.kvmsh.dsl.script.Site;

/** The lines that begin with a slash: they are about the session and never shadow the language. */
public final class Commands {
    /** The names that other shells have for a command. */
    private static final Map<String, String> ELSEWHERE =
            Map.of("exit", "/quit", "bye", "/quit", "q", "/quit", "?", "/help", "h", "/help");

    /** A command without its slash, perhaps with a name, or called like a function. */
    private static final Pattern TYPED = Pattern.compile("(\\w+|\\?)(?:\\(\\)|[ \\t]+([\\w:.*-]+))?;?");

    /**
     * The words that may be typed without a slash where the script has no variable of that name: help with a name, the
     * others without.
     */
    private static final Set<String> ALONE = Set.of("help", "?", "exit", "quit", "bye");

    private static final String HELP = "/help";
    private static final String BANG = "!";
    /** A line that may be a program with its arguments, and no call. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?:[./~]\\S*|([A-Za-z_]\\w*)(?!\\w*\\())(?:.*)", Pattern.DOTALL);

    private static final Set<String> VALUES =
            Set.of("true", "false", "null", "this", "new", "undefined", "typeof", "void", "function");

    private static final Map<String, BiFunction<ShellControl, Commands, ShellCommand>> ALL = new TreeMap<>();

    static {
        ALL.put(HELP, HelpCommand::new);
        add("/hints", HintsCommand::new);
        add("/board", BoardCommand::new);
        add("/reload", ReloadCommand::new);
        add("/lang", LangCommand::new);
        add("/abi", AbiCommand::new);
        add("/rfc", RfcCommand::new);
        add("/save", SaveCommand::new);
        add(
                "/pager",
                shell -> new SwitchCommand(
                        shell,
                        "/pager",
                        "turn paging on or off: a value longer than the screen is shown a page at a time; without an"
                                + " argument, show whether paging is on",
                        shell::pagesValues,
                        shell::pageValues));
        add(
                "/quiet",
                shell -> new SwitchCommand(
                        shell,
                        "/quiet",
                        "do not print the system calls that create and change a machine; /quiet off prints them again",
                        shell::isQuiet,
                        shell::quiet,
                        List.of("calls are not printed; /quiet off prints them", "calls are printed")));
        add(
                "/strace",
                shell -> new SwitchCommand(
                        shell,
                        "/strace",
                        "print each system call when it returns, KVM_RUN included; without an argument, show whether"
                                + " it is on",
                        () -> shell.strace().isOn(),
                        wanted -> shell.strace().on(wanted)));
        add("/history", HistoryCommand::new);
        add("/again", AgainCommand::new);
        add("/edit", EditCommand::new);
        add("/open", OpenCommand::new);
        add("/sh", HostCommand::new);
        add(
                "/top",
                shell -> new PlainCommand(
                        "/top",
                        "show each second what the current machine does: exits, vCPUs, code and KVM's statistics, as"
                                + " m.top() measures them. p pauses or continues the guest, s steps it, q leaves",
                        shell::showActivity));
        add("/quit", shell -> new PlainCommand("/quit", "close every VM and exit (also Ctrl-D)", shell::leave));
    }

    private final Map<String, ShellCommand> byName = new TreeMap<>();
    private final ShellControl shell;

    public Commands(ShellControl shell) {
        this.shell = shell;
        ALL.forEach((name, made) -> byName.put(name, made.apply(shell, this)));
    }

    private static void add(String name, Function<ShellControl, ShellCommand> made) {
        ALL.put(name, (shell, commands) -> made.apply(shell));
    }

    /** The commands of the shell, each with its slash. */
    public static Set<String> names() {
        return ALL.keySet();
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
            shell.out()
                    .println("unknown command: " + parts[0] + "; " + (near.isEmpty() ? "" : near + " ")
                            + "/help lists the commands");
            return;
        }
        try {
            command.run(parts.length > 1 ? parts[1].strip() : "");
        } catch (RuntimeException e) {
            // A command may ask the board, which may be lost.
            shell.out().println(ThrownInWords.error(Site.UNKNOWN, e).getMessage());
        }
    }

    /** The command of a line: {@code /help} for {@code help}, {@code /help vm} for {@code help vm}. */
    public Optional<String> meantBy(String line) {
        Matcher typed = TYPED.matcher(line.strip());
        if (!typed.matches()) {
            return Optional.empty();
        }
        String command = ELSEWHERE.getOrDefault(typed.group(1), "/" + typed.group(1));
        return Optional.of(command)
                .filter(byName::containsKey)
                .map(name -> typed.group(2) == null ? name : name + " " + typed.group(2));
    }

    /**
     * The command of a line: {@code /quit} for {@code exit}, {@code /help run} for {@code help run}, {@code /again 3}
     * for {@code !3}, {@code /sh ls} for {@code !ls}; empty for a text of the language.
     *
     * @param variables the script's own names, which come first
     */
    public Optional<String> of(String line, Set<String> variables) {
        String text = line.strip();
        if (isCommand(line)) {
            return Optional.of(text);
        } else if (text.startsWith(BANG)) {
            return banged(text.substring(BANG.length()).strip(), variables);
        }
        Matcher typed = TYPED.matcher(text);
        return typed.matches() && ALONE.contains(typed.group(1)) && !variables.contains(typed.group(1))
                ? meantBy(line).filter(command -> typed.group(2) == null || command.startsWith(HELP))
                : Optional.empty();
    }

    /**
     * A name of the language or of the script after the mark is negated, a number is an input's, and anything else that
     * looks like a program is the host's.
     */
    private Optional<String> banged(String text, Set<String> variables) {
        if (text.matches("\\d+")) {
            return Optional.of("/again " + text);
        }
        Matcher program = PROGRAM.matcher(text);
        if (!program.matches()) {
            return Optional.empty();
        }
        String name = program.group(1);
        boolean isName = name != null
                && (variables.contains(name)
                        || shell.words().containsKey(name)
                        || KernelNames.isLookedUp(name)
                        || VALUES.contains(name));
        return isName ? Optional.empty() : Optional.of("/sh " + text);
    }

    Map<String, ShellCommand> all() {
        return byName;
    }

    /** The completions at the end of a line that begins with a slash; what a directory's ends with may go on. */
    public List<String> completions(String line) {
        ShellCommand command = byName.get(line.stripLeading().split("\\s", 2)[0]);
        if (command == null || !line.contains(" ")) {
            return List.copyOf(byName.keySet());
        }
        List<String> found = new ArrayList<>(command.arguments());
        if (command.takesFiles()) {
            found.addAll(FileNames.of(line.substring(line.lastIndexOf(' ') + 1)));
        }
        return found;
    }
}
