package org.kvmsh.dsl.session.call;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.CallRing;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.inspect.Calls;
import org.kvmsh.dsl.script.Site;

/** The last calls made on a session's board. */
public final class SessionTrace {
    private final Supplier<Board> board;
    private final CallRing calls = new CallRing();
    private volatile boolean shown;
    /** Null unless a script asked for them. */
    private KernelEventsKept events;

    /** @param board the one whose calls it has, which may be restarted */
    public SessionTrace(Supplier<Board> board) {
        this.board = board;
    }

    /** Keeps the calls of a board from now on. */
    public synchronized void listen(Board from) {
        from.keepCallsIn(calls);
        if (events != null) {
            from.kernel().keepEvents(true);
        }
    }

    /** {@code trace}: the calls so far, KVM_RUNs where they are wanted. */
    public Calls calls() {
        return new Calls(after(0), board.get().kernel().abi());
    }

    /** The calls after the first ones. */
    public TraceFile after(long first) {
        Board of = board.get();
        return new TraceFile(
                of.name() + " (" + of.kindInWords() + ")",
                of.kernel().abi().table(),
                Math.max(first, calls.forgotten()),
                calls.after(first));
    }

    /** Whether each KVM_RUN is a call of the trace from now on. */
    public void keepExits(boolean wanted) {
        calls.keepExits(wanted);
    }

    /**
     * Whether the events of the board's kernel, and each KVM_RUN, are kept from now on.
     *
     * @throws org.kvmsh.dsl.script.ScriptError if the board has no such events
     */
    public synchronized void keepEvents(boolean wanted, Site site) {
        if (wanted && events == null) {
            events = KernelEventsKept.in(calls, board.get(), site);
        } else if (!wanted) {
            close();
        }
    }

    /** Ends the events of the board's kernel, whose clock is restored. */
    public synchronized void close() {
        if (events != null) {
            events.end(board.get());
            events = null;
        }
    }

    /** Reports every call on the board from now on, including KVM_RUNs; what the trace keeps does not change. */
    public void tell(Consumer<TracedCall> listener) {
        calls.tell(listener);
    }

    /**
     * Reports every call when it returns, KVM_RUNs too.
     *
     * @param taker null ends it
     * @param shown whether they are shown, and no call is in the echo of steps
     */
    public void show(Consumer<TracedCall> taker, boolean shown) {
        this.shown = shown;
        calls.tell(taker);
    }

    /** A call with its argument in words. */
    public Call inWords(TracedCall call) {
        return call.call(board.get().kernel().abi());
    }

    /** Whether calls are shown as they return, and so are not in the echo of steps. */
    public boolean isShown() {
        return shown;
    }

    /** The number of calls so far, without KVM_RUNs unless they are traced. */
    public long count() {
        return calls.count();
    }

    /** The ioctls among the calls after the first ones, in order. */
    public List<Call> ioctlsAfter(long first) {
        Abi abi = board.get().kernel().abi();
        return calls.after(first).stream()
                .filter(call -> call.request() != 0)
                .map(call -> call.call(abi))
                .toList();
    }
}
