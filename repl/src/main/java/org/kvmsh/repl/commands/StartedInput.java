package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;

/**
 * A statement that started a run in the background, which the session never joined.
 *
 * @param text the text that it is in
 * @param typed the statement
 * @param name the name of the run in the saved script
 */
record StartedInput(TypedText text, String typed, StartedRun run, String name) {
    /** Milliseconds that a script lets a run go on that the session never ended. */
    private static final int GOES_ON = 100;

    private static final Pattern UNTIL = Pattern.compile("\\buntil\\s*:");

    /** The call that starts it: without {@code until:} if it ended otherwise; null if that cannot be left out. */
    String call(String value) {
        if (endsAsAsked() || !UNTIL.matcher(value).find()) {
            return value;
        }
        TypedRun call = TypedRun.of(value);
        return call == null ? null : call.toAnyEnd();
    }

    /** The lines that wait for its end, and expect the same end; a run that failed fails there too. */
    List<String> lines(Notation notation, String result) {
        if (hasEnded()) {
            ExitKind end = end();
            return end == null
                    ? List.of(name + ".join()")
                    : notation.expected(result, name + ".join()", result + ".exit == " + notation.literal(end));
        }
        List<String> lines = new ArrayList<>(List.of("// This run had not ended when the session was saved:"));
        lines.addAll(notation.expected(
                result,
                name + ".join" + notation.brackets("within: " + notation.milliseconds(GOES_ON)),
                result + ".exit == " + ExitReason.TIMEOUT));
        return lines;
    }

    private boolean hasEnded() {
        return run.hadEnded(System.nanoTime());
    }

    private boolean endsAsAsked() {
        try {
            return hasEnded() && run.outcome() != null;
        } catch (RuntimeException e) {
            return EndedOtherwise.behind(e) == null;
        }
    }

    /** The exit that ended it; null for a run that failed. */
    private ExitKind end() {
        try {
            return run.outcome().exit();
        } catch (RuntimeException e) {
            Outcome other = EndedOtherwise.behind(e);
            return other == null ? null : other.exit();
        }
    }
}
