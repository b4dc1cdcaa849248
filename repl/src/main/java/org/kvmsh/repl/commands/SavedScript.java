package org.kvmsh.repl.commands;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The session's input as a script with the same effect: a failure fails there too, and omitted lines are listed with
 * the reason.
 */
final class SavedScript {
    /** One expression that reads: a name with members and calls, without assignments and without words that act. */
    private static final Pattern READS = Pattern.compile(
            "(?!(?:if|for|while|do|try|throw|print|println|test|expect|needs|rfc|plan|return)\\b)[\\w$][^;=\n]*");
    /** A word that only the shell has: not a string, a name of one's own, or an argument's name. */
    private static final Pattern FOR_SHELL = Pattern.compile(
            "(?<![\\w$'\"])(?:" + String.join("|", Kvmsh.vocabulary().ofShell()) + ")\\b(?!\\s*[:=])");

    private static final int LONGEST_NAME = 60;
    /** Milliseconds that a run's time is rounded up to. */
    private static final int ROUNDED = 100;

    private static final String AFTER_FAILURE = "not run, because the statement before it failed";

    private final Language language;
    private final Arch arch;
    private final boolean expects;
    private final TypedText failing;
    private final Function<String, List<Statement>> split;
    private final List<TypedText> all;
    private final Notation notation;
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String board;
    private boolean undid;
    private final List<StartedInput> started = new ArrayList<>();
    /** The runs that a text's value was: a text that only reads a run does not start it. */
    private final Set<StartedRun> runs = new HashSet<>();

    private int values;

    /**
     * Some lines of the script.
     *
     * @param from the text that they are of; null for a line of the script
     * @param typed the piece of it
     * @param failed whether that failed, so that the script has to fail
     * @param leftOut why these are no lines but a comment; null if they are lines
     */
    private record Part(List<String> lines, TypedText from, String typed, boolean failed, String leftOut) {}

    private SavedScript(
            List<TypedText> all,
            Language language,
            Arch arch,
            boolean expects,
            TypedText failing,
            Function<String, List<Statement>> split) {
        this.failing = failing;
        this.all = all;
        this.language = language;
        this.arch = arch;
        this.expects = expects;
        this.split = split;
        this.notation = Notation.of(language, declaredAgain());
    }

    /** The names that more than one text declares: in a file only the first of them can. */
    private Set<String> declaredAgain() {
        Set<String> declared = new HashSet<>();
        return all.stream()
                .filter(text -> text.language() == language && text.result() instanceof TypedResult.Done)
                .flatMap(text -> split.apply(text.text()).stream())
                .flatMap(statement -> statement.declared().stream())
                .filter(name -> !declared.add(name))
                .collect(Collectors.toSet());
    }

    /**
     * Writes what was typed as a script.
     *
     * @param arch the architecture of the board that it is saved on
     * @param expects whether the values that were shown are expected again
     * @param asTest whether the last text, which failed, is a test that fails until it no longer does
     * @param split returns a text's statements; empty if its syntax is wrong
     * @param check checks a script's text as a file and returns its error, or null
     */
    static SavedScript of(
            List<TypedText> typed,
            Language language,
            Arch arch,
            boolean expects,
            boolean asTest,
            Function<String, List<Statement>> split,
            Function<String, ScriptError> check) {
        SavedScript script =
                new SavedScript(typed, language, arch, expects, asTest ? typed.get(typed.size() - 1) : null, split);
        typed.forEach(script::add);
        script.awaitAll();
        script.leaveOutWhatAFileRefuses(check);
        return script;
    }

    List<String> lines() {
        return parts.stream().flatMap(part -> part.lines.stream()).toList();
    }

    /** The number of texts in the script, as a whole or in part. */
    int texts() {
        return (int) parts.stream()
                .filter(part -> part.leftOut == null && part.from != null)
                .map(Part::from)
                .distinct()
                .count();
    }

    /** The number of tests that are in the script because something failed when it was typed. */
    int failing() {
        return (int) parts.stream().filter(Part::failed).count();
    }

    /** The texts that are left out, a line each with the reason. */
    List<String> leftOut() {
        return parts.stream()
                .filter(part -> part.leftOut != null)
                .map(part -> brief(part.typed) + ": " + part.leftOut)
                .toList();
    }

    private void add(TypedText text) {
        if (text.language() != language) {
            leaveOut(text, text.text(), text.failed(), "typed in " + text.language());
            return;
        }
        if (text.arch() != arch) {
            leaveOut(
                    text,
                    text.text(),
                    text.failed(),
                    "typed on " + text.board() + " (" + text.arch() + ", not " + arch + ")");
            return;
        }
        if (!text.board().equals(board) && board == null) {
            own("// Typed on " + text.board() + ".");
            own(notation.needs("boards", arch.toString()));
            own("");
            board = text.board();
        } else if (!text.board().equals(board)) {
            own("// From here on: typed on " + text.board() + ", starting with no machine and no open descriptors.");
            board = text.board();
        }
        awaitEndedBefore(text.began());
        if (text.result() instanceof TypedResult.Done done) {
            done(text, done.value());
        } else {
            failed(text);
        }
    }

    private void done(TypedText text, Object value) {
        List<Statement> statements = split.apply(text.text());
        if (statements.stream().anyMatch(statement -> isForShell(text.textOf(statement)))) {
            before(text, statements, statements.size());
            return;
        }
        int last = statements.size() - 1;
        if (last >= 0 && value instanceof StartedRun run && !run.isJoined() && runs.add(run)) {
            before(text, statements, last);
            start(text, statements.get(last), run);
            return;
        }
        if (text == failing && last >= 0 && value instanceof Outcome end && end.isUnasked()) {
            before(text, statements, last);
            putFailing(text, statements.get(last), "ended with " + end.line());
            return;
        }
        // A script fails if it does not inspect an unexpected end of a run.
        boolean looks = expects && !undid || value instanceof Outcome outcome && outcome.isUnasked();
        if (!looks || last < 0 || !mayExpect(text, statements.get(last), value)) {
            put(text, List.of(asFile(text, statements)), text.text(), false);
            return;
        }
        before(text, statements, last);
        String read = text.textOf(statements.get(last));
        Object held = value instanceof Outcome end ? end.exit() : value;
        String name = newName();
        put(
                text,
                notation.expected(
                        name, read, name + (value instanceof Outcome ? ".exit" : "") + " == " + notation.literal(held)),
                read,
                false);
    }

    /** A test waits for each run that it starts: the script keeps the run under a name. */
    private void start(TypedText text, Statement statement, StartedRun run) {
        String typed = text.textOf(statement);
        String value = valueOf(text, statement);
        if (!READS.matcher(value).matches()) {
            put(text, List.of(notation.statement(statement, typed)), typed, false);
            return;
        }
        StartedInput input =
                new StartedInput(text, typed, run, statement.name() == null ? newName() : statement.name());
        String call = input.call(value);
        if (call == null) {
            leaveOut(text, typed, false, "the run was not ended by its until: condition");
            return;
        }
        put(
                text,
                statement.name() == null
                        ? List.of(notation.declared(input.name(), call))
                        : List.of(notation.statement(
                                statement, typed.substring(0, statement.value() - statement.start()) + " " + call)),
                typed,
                false);
        started.add(input);
    }

    /** Waits where the session went on after a run had ended: what was typed then needs the machine for itself. */
    private void awaitEndedBefore(long time) {
        started.removeIf(input -> {
            boolean ended = input.run().hadEnded(time);
            if (ended) {
                await(input);
            }
            return ended;
        });
    }

    private void awaitAll() {
        // A run that ended with its machine needs no join.
        started.stream().filter(input -> !input.run().isClosed()).forEach(this::await);
        started.clear();
    }

    private void await(StartedInput input) {
        put(input.text(), input.lines(notation, newName()), input.typed(), false);
    }

    private static boolean isForShell(String statement) {
        return FOR_SHELL.matcher(statement).find();
    }

    private boolean mayExpect(TypedText text, Statement last, Object value) {
        return last.name() == null
                && READS.matcher(text.textOf(last)).matches()
                && notation.literal(value instanceof Outcome outcome ? outcome.exit() : value) != null;
    }

    private String newName() {
        String name = "value" + ++values;
        return all.stream().anyMatch(text -> text.text().contains(name)) ? newName() : name;
    }

    /** The text with everything around its statements, comments too. */
    private String asFile(TypedText text, List<Statement> statements) {
        StringBuilder written = new StringBuilder();
        int at = 0;
        for (Statement statement : statements) {
            written.append(text.text(), at, statement.start())
                    .append(notation.statement(statement, text.textOf(statement)));
            at = statement.end();
        }
        return written.append(text.text().substring(at)).toString();
    }

    /** Saves a text that failed: the statements before the failure as they are, the one that failed with its result. */
    private void failed(TypedText text) {
        List<Statement> statements = split.apply(text.text());
        int reached = text.reachedOf(statements);
        if (reached < 0) {
            leaveOut(
                    text,
                    text.text(),
                    text.failed(),
                    text.result() instanceof TypedResult.Failed failed
                            ? failed.reason()
                            : "kvmsh cannot tell which statement failed");
            return;
        }
        before(text, statements, reached);
        Statement statement = statements.get(reached);
        String typed = text.textOf(statement);
        String value = valueOf(text, statement);
        if (text == failing && happened(text.result()) != null) {
            putFailing(text, statement, happened(text.result()));
            return;
        }
        if (text.result() instanceof TypedResult.Refused refused) {
            put(text, notation.refused(refused.errno(), value), typed, false);
        } else if (text.result() instanceof TypedResult.Unmet) {
            put(text, notation.test(testName(typed), value), typed, true);
        } else if (text.result() instanceof TypedResult.RunEnded ended) {
            putRun(text, typed, value, ended.outcome().exit());
        } else if (text.result() instanceof TypedResult.InterruptedRun run) {
            putInterrupted(text, typed, value, run.took());
        } else if (text.result() instanceof TypedResult.BoardWasLost lost) {
            List<String> lines = new ArrayList<>(comment("The board was lost here: " + lost.reason()));
            lines.add(notation.statement(statement, typed));
            put(text, lines, typed, false);
        } else if (text.result() instanceof TypedResult.Failed failed) {
            leaveOut(text, typed, text.failed(), failed.reason());
        }
        for (Statement rest : statements.subList(reached + 1, statements.size())) {
            leaveOut(text, text.textOf(rest), false, AFTER_FAILURE);
        }
    }

    private void before(TypedText text, List<Statement> statements, int end) {
        for (Statement statement : statements.subList(0, end)) {
            if (isForShell(text.textOf(statement))) {
                // What was written before is not taken back in the file.
                undid = true;
                leaveOut(text, text.textOf(statement), false, "only the shell can undo earlier writes");
                continue;
            }
            put(text, List.of(notation.statement(statement, text.textOf(statement))), text.textOf(statement), false);
        }
    }

    /** The value of a statement that failed: it did not assign it. */
    private static String valueOf(TypedText text, Statement statement) {
        String typed = text.textOf(statement);
        return statement.name() == null
                ? typed
                : typed.substring(statement.value() - statement.start()).strip();
    }

    /** The result that a person expects to be otherwise; null for one that no test can repeat. */
    private static String happened(TypedResult result) {
        if (result instanceof TypedResult.Refused refused) {
            return "failed with " + refused.errno();
        } else if (result instanceof TypedResult.Unmet unmet) {
            return "failed: " + unmet.reason();
        } else if (result instanceof TypedResult.RunEnded ended) {
            return "ended with " + ended.outcome().line();
        } else if (result instanceof TypedResult.InterruptedRun run) {
            return "did not end within " + run.took().toMillis() + " ms";
        }
        return result instanceof TypedResult.BoardWasLost lost ? "lost the board: " + lost.reason() : null;
    }

    /**
     * The statement as a test, which fails as long as it ends as it did: a test fails for a refused call, an unmet
     * expectation and a run that ended otherwise than asked.
     */
    private void putFailing(TypedText text, Statement statement, String happened) {
        String typed = text.textOf(statement);
        String value = valueOf(text, statement);
        TypedRun run = text.result() instanceof TypedResult.InterruptedRun ? TypedRun.of(value) : null;
        if (run != null && text.result() instanceof TypedResult.InterruptedRun interrupted) {
            value = run.limitedTo(
                    notation.milliseconds((interrupted.took().toMillis() / ROUNDED + 1) * ROUNDED), notation);
        }
        List<String> lines = new ArrayList<>(comment("On " + text.board() + " this "
                + happened.lines().findFirst().orElse("") + ". The test fails as long as this happens."));
        lines.addAll(notation.test(testName(typed), value));
        put(text, lines, typed, true);
    }

    /** A run that ended otherwise than asked changed the machine: the same run, with that end expected. */
    private void putRun(TypedText text, String typed, String value, ExitKind exit) {
        TypedRun run = TypedRun.of(value);
        if (run == null) {
            put(text, notation.test(testName(typed), value), typed, true);
            return;
        }
        List<String> lines = new ArrayList<>(comment("Ended with " + exit + ": " + typed.strip()));
        String name = newName();
        lines.addAll(notation.expected(name, run.toAnyEnd(), name + ".exit == " + notation.literal(exit)));
        put(text, lines, typed, false);
    }

    /** Nobody types Ctrl-C at a file: the same run for as long. */
    private void putInterrupted(TypedText text, String typed, String value, Duration took) {
        TypedRun run = TypedRun.of(value);
        if (run == null) {
            leaveOut(text, typed, text.failed(), "interrupted");
            return;
        }
        long milliseconds = (took.toMillis() / ROUNDED + 1) * ROUNDED;
        List<String> lines = new ArrayList<>(comment("Interrupted after " + milliseconds + " ms: " + typed.strip()));
        String name = newName();
        lines.addAll(notation.expected(
                name,
                run.within(notation.milliseconds(milliseconds), notation),
                name + ".exit == " + ExitReason.TIMEOUT));
        put(text, lines, typed, false);
    }

    private void own(String line) {
        parts.add(new Part(List.of(line), null, "", false, null));
    }

    private void put(TypedText from, List<String> lines, String typed, boolean failed) {
        parts.add(new Part(lines.stream().flatMap(String::lines).toList(), from, typed, failed, null));
    }

    private void leaveOut(TypedText from, String typed, boolean failed, String reason) {
        parts.add(leftOut(new Part(List.of(), from, typed, failed, null), reason));
    }

    /** A comment; if it replaces something that failed, also a test that fails. */
    private Part leftOut(Part part, String reason) {
        String why = reason.strip().replaceAll("\\s*\\R\\s*", " ");
        List<String> lines = new ArrayList<>(
                comment("Left out, " + why + ":\n" + part.typed.indent(2).stripTrailing()));
        if (part.failed) {
            lines.addAll(notation.test(testName("left out (it failed): " + part.typed), notation.never()));
        }
        return new Part(lines, part.from, part.typed, part.failed, why);
    }

    private static List<String> comment(String text) {
        return text.lines().map(line -> ("// " + line).stripTrailing()).toList();
    }

    private String testName(String typed) {
        String name = brief(typed);
        for (int again = 2; !names.add(name); again++) {
            name = brief(typed) + " (" + again + ")";
        }
        return name;
    }

    private static String brief(String typed) {
        String line = typed.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
    }

    /**
     * A file is checked before it runs, a line that is typed is not: what would keep the whole script from running is
     * left out.
     */
    private void leaveOutWhatAFileRefuses(Function<String, ScriptError> check) {
        for (ScriptError refused = check.apply(text()); refused != null; refused = check.apply(text())) {
            int index = partAt(refused.site().line());
            if (index < 0 || parts.get(index).from == null || parts.get(index).leftOut != null) {
                return;
            }
            parts.set(index, leftOut(parts.get(index), "not allowed in a file: " + refused.getMessage()));
        }
    }

    private String text() {
        return String.join("\n", lines()) + "\n";
    }

    private int partAt(int line) {
        int end = 0;
        for (int i = 0; i < parts.size(); i++) {
            end += parts.get(i).lines.size();
            if (line <= end) {
                return line > 0 ? i : -1;
            }
        }
        return -1;
    }
}
