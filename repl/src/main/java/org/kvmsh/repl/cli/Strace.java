package org.kvmsh.repl.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.inspect.CallLines;
import org.kvmsh.dsl.session.CallsAsJson;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.call.SessionTrace;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * Prints each system call when it returns, in a line: /strace and --strace. A guest may exit a million times a second:
 * KVM_RUNs with the same line are counted, and of many in one second only the first ones and the last one are printed.
 * Any thread may make calls.
 */
public final class Strace {
    /** Lines of KVM_RUN that are formed in one second. */
    private static final int RUNS_A_SECOND = 100;

    private final Consumer<MarkedLine> out;
    private final Consumer<String> json;
    private CallLines lines = new CallLines();
    private Session session;
    private boolean on;
    private String lastRun = "";
    private long repeated;
    private long second;
    private int formed;
    private long unprinted;
    private Call lastUnprinted;

    /**
     * Prints nothing until it is turned on.
     *
     * @param out prints a line at once
     * @param json takes every call as a line of JSON, also while no line is printed; null for none
     */
    public Strace(Consumer<MarkedLine> out, Consumer<String> json) {
        this.out = out;
        this.json = json;
    }

    public boolean isOn() {
        return on;
    }

    /** Turns it on or off. */
    public Strace on(boolean wanted) {
        on = wanted;
        if (session != null) {
            follow(session);
        }
        return this;
    }

    /** The session whose calls are printed from now on, if it is on. */
    public void follow(Session next) {
        rest();
        lines = new CallLines();
        session = next;
        SessionTrace trace = session.trace();
        Consumer<TracedCall> written = json == null ? null : new CallsAsJson(session, json)::take;
        Consumer<TracedCall> printed = on ? call -> take(trace.inWords(call)) : null;
        trace.show(written == null ? printed : printed == null ? written : printed.andThen(written), on);
    }

    private synchronized void take(Call call) {
        if (!call.name().equals(TracedCall.RUN)) {
            rest();
            out.accept(lines.marked(call));
            return;
        }
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            rest();
            second = now;
            formed = 0;
        }
        if (formed == RUNS_A_SECOND) {
            unprinted++;
            lastUnprinted = call;
            return;
        }
        formed++;
        MarkedLine line = lines.marked(call);
        if (line.toString().equals(lastRun)) {
            repeated++;
            return;
        }
        rest();
        lastRun = line.toString();
        out.accept(line);
    }

    /** Prints what was only counted so far. */
    public synchronized void rest() {
        if (repeated > 0) {
            aside("... the same, " + repeated + (repeated == 1 ? " more time" : " more times"));
        }
        if (unprinted > 1) {
            aside("... " + (unprinted - 1) + " more KVM_RUNs (" + RUNS_A_SECOND + " per second are shown); the last:");
        }
        if (unprinted > 0) {
            out.accept(lines.marked(lastUnprinted));
        }
        lastRun = "";
        repeated = 0;
        unprinted = 0;
        lastUnprinted = null;
    }

    private void aside(String text) {
        out.accept(MarkedLine.of(Mark.ASIDE, "        " + text));
    }
}
