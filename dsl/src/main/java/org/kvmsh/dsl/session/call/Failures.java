package org.kvmsh.dsl.session.call;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.ErrorText;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/** Formats errors for the user, and keeps the last failure on a board, formatted only on request. */
public final class Failures {
    private final UnaryOperator<String> suited;
    private final Supplier<Outcome> lastRun;
    private Outcome before;
    private Supplier<Failure> told = () -> Failure.NONE;
    private boolean toldIsOfKernel;
    /** The kernel's last failure before an error of another kind; null for none. */
    private Supplier<Failure> kernels;

    private Failure last;
    private boolean tracesErrors;

    /**
     * The failures of a session.
     *
     * @param suited an example of a script as the board takes it
     * @param lastRun how the last run of the current machine ended, or null
     */
    public Failures(UnaryOperator<String> suited, Supplier<Outcome> lastRun) {
        this.suited = suited;
        this.lastRun = lastRun;
    }

    /** Shows the Java stack behind every error from now on. */
    public void traceErrors() {
        tracesErrors = true;
    }

    /** An error as a person reads it. */
    public Failure explain(ScriptError error, Function<String, Source> sources) {
        ScriptError own = error.notes().stream().anyMatch(Failures::isExample)
                ? error.withNotes(note -> isExample(note) ? suited.apply(note) : note)
                : error;
        Failure failure = Failure.of(own, ErrorText.lines(own, sources));
        return tracesErrors
                ? failure.with(List.of(), ErrorText.stack(error).lines().toList())
                : failure;
    }

    private static boolean isExample(String note) {
        return note.startsWith("try: ");
    }

    /**
     * Something failed; what it was is asked when it is wanted.
     *
     * @param isOfKernel whether a kernel refused a call, which a later error of another kind does not make forgotten
     */
    public synchronized void failed(Supplier<Failure> inWords, boolean isOfKernel) {
        if (isOfKernel) {
            kernels = null;
        } else {
            Outcome ended = lastRun.get();
            kernels = ended != null && ended != before && ended.isUnasked()
                    ? () -> Failure.ofText(ended.toString())
                    : toldIsOfKernel ? told : kernels;
        }
        toldIsOfKernel = isOfKernel;
        told = inWords;
        last = null;
        before = lastRun.get();
    }

    /**
     * {@code why}: the last failure, or the end of a later run that was not asked for; {@link Failure#NONE} if there
     * was neither.
     */
    public synchronized Failure last() {
        Outcome ended = lastRun.get();
        if (ended != null && ended != before && ended.isUnasked()) {
            return Failure.ofText(ended.toString());
        }
        if (last == null) {
            last = kernels == null
                    ? told.get()
                    : told.get()
                            .with(
                                    List.of(),
                                    Stream.concat(
                                                    Stream.of("the kernel's last failure before this error:"),
                                                    kernels.get().toString().lines())
                                            .toList());
        }
        return last;
    }
}
