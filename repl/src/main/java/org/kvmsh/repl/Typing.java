package org.kvmsh.repl;

import java.util.List;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.machine.expect.ExpectedRefusal;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.repl.commands.TypedResult;
import org.kvmsh.repl.commands.TypedText;

/** A text that runs in the shell, from its first statement to its result. */
final class Typing {
    private final Kvmsh kvmsh;
    private final Language language;
    private final Source source;
    private final int testsBefore;
    private final long began = System.nanoTime();
    private final BoardLost lostBefore;
    private TypedResult result = new TypedResult.Failed("did not finish");
    private Site reached;
    private volatile boolean interrupted;

    Typing(Kvmsh kvmsh, Language language, Source source) {
        this.kvmsh = kvmsh;
        this.language = language;
        this.source = source;
        this.testsBefore = kvmsh.session().tests().results().all().size();
        this.lostBefore = kvmsh.session().board().kernel().lost();
    }

    /** Ctrl-C was typed; any thread may call it. */
    void interrupted() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** @param value its value; null for none */
    void done(Object value) {
        result = interrupted ? interruptedIn(value instanceof Outcome run ? run : null) : new TypedResult.Done(value);
    }

    void failed(ScriptError error) {
        reached = error.statement();
        result = of(error);
    }

    private TypedResult of(ScriptError error) {
        KvmException refused = ExpectedRefusal.refusal(error);
        Outcome ended = EndedOtherwise.behind(error);
        if (interrupted) {
            return interruptedIn(ended);
        } else if (lostBefore != null) {
            return new TypedResult.Failed("the board was already lost");
        } else if (Causes.first(error, BoardLost.class) != null) {
            return new TypedResult.BoardWasLost(error.headline());
        } else if (Unmet.isBehind(error)) {
            return new TypedResult.Unmet(unmet(error.headline()));
        } else if (ended != null) {
            return new TypedResult.RunEnded(ended);
        } else if (error.isPlanned()) {
            // In a block of expect, the calls are made.
            return new TypedResult.Refused(ExpectedRefusal.errno(error.refusal().errno()));
        }
        return refused != null
                ? new TypedResult.Refused(ExpectedRefusal.errno(refused.errno()))
                : new TypedResult.Failed(error.headline());
    }

    /** @param run the run that Ctrl-C may have ended; null for none */
    private static TypedResult interruptedIn(Outcome run) {
        return run != null && run.isStopped()
                ? new TypedResult.InterruptedRun(run.took())
                : new TypedResult.Failed("interrupted");
    }

    /** A headline that ends with a colon has the values of the condition below it. */
    private static String unmet(String headline) {
        return headline.endsWith(":") ? "the condition is false" : headline;
    }

    TypedText end() {
        List<TestResult> tests = kvmsh.session().tests().results().all();
        boolean failed = result instanceof TypedResult.Unmet
                || tests.subList(Math.min(testsBefore, tests.size()), tests.size()).stream()
                        .anyMatch(test -> !test.verdict().isOk());
        return new TypedText(
                language,
                kvmsh.session().board().name() + " (" + kvmsh.session().board().kindInWords() + ")",
                kvmsh.session().board().arch(),
                source.text(),
                reached,
                result,
                failed,
                began);
    }
}
