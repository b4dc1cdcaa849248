package org.kvmsh.bench;

import java.time.Duration;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.session.Session;

/** kvmsh: {@code m.run within: 1.s} on this host's KVM, with only the handler in the loop. */
final class KvmshSide implements Side {
    private final Session session;
    private final Counted counted;
    private long exits;

    private KvmshSide(Session session, Counted counted) {
        this.session = session;
        this.counted = counted;
    }

    static KvmshSide of(String handler) throws BoardUnavailable {
        Session session = Device.session(Boards.KVM);
        return new KvmshSide(session, Counted.of(handler, session, Guest.ENDLESS));
    }

    @Override public double run(Duration time) {
        Outcome outcome = counted.run().apply(time);
        exits += outcome.exits();
        checkHandled();
        return outcome.exits() * 1e9 / outcome.took().toNanos();
    }

    /** An exit at the time limit is handled by the next run. */
    private void checkHandled() {
        long handled = counted.handled().getAsLong();
        if (handled != exits && handled != exits - 1) {
            throw new IllegalStateException("the handler saw " + handled + " of " + exits + " exits");
        }
    }

    @Override public void close() {
        session.close();
    }
}
