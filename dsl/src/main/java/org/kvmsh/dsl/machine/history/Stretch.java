package org.kvmsh.dsl.machine.history;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.machine.change.MachineState;

/** What a guest has done from a snapshot on, until the script changed something. */
final class Stretch {
    private final MachineState begin;
    private final List<AnsweredExit> exits = new ArrayList<>();
    /** Null while it is the last one, and goes on. */
    private Moment end;

    Stretch(MachineState begin) {
        this.begin = begin;
    }

    MachineState begin() {
        return begin;
    }

    /** In the order in which they came. */
    List<AnsweredExit> exits() {
        return exits;
    }

    /** Where the guest was before the script changed something. */
    Moment end() {
        return end;
    }

    void end(Moment moment) {
        end = moment;
    }
}
