package org.kvmsh.dsl.session.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;

/** The guests whose runs have been stopped since a moment: where each was tells why its script went on for so long. */
final class StoppedGuests {
    private final Supplier<List<Machine>> machines;
    private final Map<Machine, Outcome> before = new HashMap<>();

    private StoppedGuests(Supplier<List<Machine>> machines) {
        this.machines = machines;
    }

    /** Those of a whole text. */
    static StoppedGuests ofText(TestedSession session) {
        return new StoppedGuests(session::machines);
    }

    /** Those that are stopped from now on. */
    static StoppedGuests fromNow(TestedSession session) {
        StoppedGuests guests = ofText(session);
        session.machines().forEach(machine -> guests.before.put(machine, machine.lastRun()));
        return guests;
    }

    /** Whether a machine was there at the moment. */
    boolean isOlder(Machine machine) {
        return before.containsKey(machine);
    }

    /** The outcome and the registers of each. */
    List<String> lines() {
        return machines.get().stream()
                .filter(machine -> machine.lastRun() != null
                        && machine.lastRun() != before.get(machine)
                        && machine.lastRun().isStopped())
                .flatMap(machine -> Stream.of(
                                "guest stopped: " + machine.lastRun().line(),
                                machine.stateOf(machine.lastRun().vcpu()))
                        .flatMap(String::lines))
                .toList();
    }

    /** What explains an interrupt that nothing else explains. */
    Failure failure() {
        List<String> lines = lines();
        return lines.isEmpty() ? Failure.NONE : Failure.ofText(String.join("\n", lines));
    }
}
