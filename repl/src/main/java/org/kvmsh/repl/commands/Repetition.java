package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.machine.run.Outcome;

/**
 * The session's input, run again on a board that was just opened; the names that it declared before are forgotten
 * first.
 */
final class Repetition {
    private static final int LONGEST = 60;
    private static final String DONE = "done";
    private static final String INTERRUPTED = "interrupted";

    private final ShellControl shell;
    private final List<String> changed = new ArrayList<>();
    private int repeated;
    private int leftOut;

    Repetition(ShellControl shell) {
        this.shell = shell;
    }

    /**
     * Runs each text that the board answered before, in order, and tells which end otherwise now. A text that never
     * reached the board is left out.
     */
    void run() {
        List<TypedText> texts = shell.forget();
        boolean stopped = false;
        for (TypedText text : texts) {
            if (stopped || !isRepeatable(text.result())) {
                leftOut++;
                shell.keep(text);
            } else {
                stopped = repeat(text);
            }
        }
        String counted = repeated + (repeated == 1 ? " input" : " inputs");
        if (repeated + leftOut > 0) {
            shell.out()
                    .println(counted + " run again on " + shell.board()
                            + (leftOut == 0 ? "" : ", " + leftOut + " not run") + ": "
                            + (changed.isEmpty() ? "all ended as before" : changed.size() + " ended differently"));
        }
        changed.forEach(shell.out()::println);
    }

    /** Whether to stop here: a person said so, or the board is lost. */
    private boolean repeat(TypedText text) {
        repeated++;
        shell.out().println(shell.prompt(text.language()) + text.text());
        TypedText again = shell.repeat(text);
        TypedResult now = again.result();
        String before = ending(text);
        String after = ending(again);
        if (!before.equals(after)) {
            changed.add("  " + brief(text.text()) + "\n    before: " + before + "\n    now:    " + after);
        }
        return now instanceof TypedResult.BoardWasLost
                || now instanceof TypedResult.InterruptedRun
                || now instanceof TypedResult.Failed failed && failed.reason().equals(INTERRUPTED);
    }

    private static boolean isRepeatable(TypedResult result) {
        return !(result instanceof TypedResult.Failed) && !(result instanceof TypedResult.InterruptedRun);
    }

    /** Other values, such as a machine, have texts with numbers that differ in each session. */
    private static boolean isPlain(Object value) {
        return value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence
                || value instanceof Outcome;
    }

    private static String ending(TypedText text) {
        TypedResult result = text.result();
        if (result instanceof TypedResult.Done done) {
            return text.failed()
                    ? "a test failed"
                    : done.value() == null || !isPlain(done.value())
                            ? DONE
                            : DONE + ", "
                                    + (done.value() instanceof Outcome run ? run.name() : Kvmsh.printed(done.value()));
        } else if (result instanceof TypedResult.Refused refused) {
            return "refused with " + refused.errno();
        } else if (result instanceof TypedResult.Unmet unmet) {
            return unmet.reason();
        } else if (result instanceof TypedResult.RunEnded run) {
            return "the run ended with " + run.outcome().name();
        } else if (result instanceof TypedResult.BoardWasLost lost) {
            return lost.reason();
        }
        return result instanceof TypedResult.Failed failed ? failed.reason() : INTERRUPTED;
    }

    private static String brief(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST && text.strip().lines().count() <= 1
                ? line
                : line.substring(0, Math.min(LONGEST, line.length())) + " ...";
    }
}
