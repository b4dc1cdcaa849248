package org.kvmsh.dsl.session.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;

/** The guests whose runs have been stopped since a moment: where each was tells why its script went on for so long. */
final class StoppedGuests {
    private final TestedSession session;
    private final Map<Machine, Outcome> before = new HashMap<>();

    private StoppedGuests(TestedSession session) {
        this.session = session;
    }

    /**
     * One of them.
     *
     * @param outcome of its run
     * @param state its vCPU's, a line each
     */
    record Stopped(String outcome, List<String> state) {
        private static Stopped of(Machine machine) {
            Outcome outcome = machine.lastRun();
            return new Stopped(
                    outcome.line(), machine.stateOf(outcome.vcpu()).lines().toList());
        }

        private boolean isIn(Failure explained) {
            return explained.lines().stream().anyMatch(line -> line.contains(outcome));
        }

        private Stream<String> lines() {
            return Stream.concat(Stream.of("guest stopped: " + outcome), state.stream());
        }
    }

    /** Those of a session that has no machines yet. */
    static StoppedGuests ofNew(TestedSession session) {
        return new StoppedGuests(session);
    }

    /** Those that are stopped from now on. */
    static StoppedGuests fromNow(TestedSession session) {
        StoppedGuests guests = new StoppedGuests(session);
        // No lambda: it would be a class more for a start.
        for (Machine machine : session.machines()) {
            guests.before.put(machine, machine.lastRun());
        }
        return guests;
    }

    /** Whether a machine was there at the moment. */
    boolean isOlder(Machine machine) {
        return before.containsKey(machine);
    }

    /** Those until now; a machine that is closed cannot be asked any more. */
    List<Stopped> all() {
        return session.machines().stream()
                .filter(machine -> machine.lastRun() != null
                        && machine.lastRun() != before.get(machine)
                        && machine.lastRun().isStopped())
                .map(Stopped::of)
                .toList();
    }

    /** A failure with those that it does not show itself. */
    static Failure after(Failure explained, List<Stopped> stopped) {
        List<String> lines = stopped.stream()
                .filter(guest -> !guest.isIn(explained))
                .flatMap(Stopped::lines)
                .toList();
        return lines.isEmpty() ? explained : explained.with(List.of(), lines);
    }
}
