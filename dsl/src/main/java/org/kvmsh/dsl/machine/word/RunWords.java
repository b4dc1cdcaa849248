package org.kvmsh.dsl.machine.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that run its guest and talk to it. */
public interface RunWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "run until an exit that no handler handles, or until the exit named by until:; within: a"
                    + " time limit, default 10 s; vcpu: the number of the only vCPU to run; steps: stop after"
                    + " that many instructions of the run's lowest-numbered vCPU; with timed: true, 'exits'"
                    + " shows where the time went",
            example = "m.run until: hlt, within: 2.s",
            js = "m.run({until: hlt, within: seconds(2)})",
            named = {"until", "within", "vcpu", "steps", "timed"})
    default Outcome run(Map<String, ?> arguments) {
        return actedOn().machineParts().runsOfScript().run(arguments, null);
    }

    @Word(
            value = "run until any vCPU reaches a symbol ('main'), a line ('x.c:12') or an address. A breakpoint also"
                    + " ends the run. within: a time limit, default 10 s",
            example = "m.until 0x1010",
            named = "within")
    default Outcome until(Map<String, ?> arguments, String place) {
        List<Long> addresses = actedOn().machineParts().names().addresses(place);
        return actedOn().machineParts().advances().until(null, addresses, arguments);
    }

    /** {@code m.until 'main'}. */
    default Outcome until(String place) {
        return until(Map.of(), place);
    }

    /** {@code m.until 0x1010, within: 2.s}. */
    default Outcome until(Map<String, ?> arguments, Number address) {
        List<Long> addresses = actedOn().machineParts().names().addresses(address);
        return actedOn().machineParts().advances().until(null, addresses, arguments);
    }

    /** {@code m.until 0x1010}. */
    default Outcome until(Number address) {
        return until(Map.of(), address);
    }

    @Word(
            value = "start a run in the background and continue; stop() ends it, join() waits for its end. In"
                    + " JavaScript, handlers run on the script's thread, when the script calls a kvmsh word or"
                    + " waits in join",
            example = "def going = m.start until: hlt, within: 5.s",
            js = "const going = m.start({until: hlt, within: seconds(5)})",
            named = {"until", "within", "vcpu", "steps", "timed"})
    default StartedRun start(Map<String, ?> arguments) {
        return actedOn().machineParts().runsOfScript().start(arguments);
    }

    default StartedRun start() {
        return start(Map.of());
    }

    /** Any thread may call it. */
    @Word(value = "stop the run in progress, if there is one, and wait until it has ended", example = "m.stop()")
    default void stop() {
        actedOn().machineParts().runs().stop();
        StartedRun run = actedOn().machineParts().runs().started();
        if (run != null) {
            run.awaitStop();
        }
    }

    @Word(
            value = "wait until the background run ends; like run, it returns the outcome or fails. If start was given"
                    + " no time limit, within: limits this wait (default 10 s); a run that has not ended by then is"
                    + " stopped",
            example = "m.join within: 60.s",
            js = "m.join({within: seconds(60)})",
            named = "within")
    default Outcome join(Map<String, ?> arguments) {
        return actedOn().machineParts().runs().lastStarted().join(arguments);
    }

    default Outcome join() {
        return join(Map.of());
    }

    @Word(
            value = "connect the terminal to the guest's console: each key goes to the guest, until Ctrl-]. Only in the"
                    + " shell, for a machine that runs in the background",
            example = "m.attach()",
            shell = true)
    default void attach() {
        actedOn().machineParts().runs().attach(actedOn().machineParts().config());
    }

    @Word(
            value = "send a string to the guest as input, through its serial, pl011, vterm or SBI console",
            example = "m.type 'help\\n'")
    default void type(String text) {
        actedOn().machineParts().guestConsole().type(text);
    }

    @Word(value = "what the guest has written to its console", example = "m.console")
    default String getConsole() {
        return actedOn().machineParts().guestConsole().text();
    }

    /**
     * A former form, {@code m.console io: 0x3f8}, which is rejected: more adds what a machine does not have.
     *
     * @deprecated use more
     */
    @Deprecated
    default void console(Map<String, ?> arguments) {
        throw new ScriptError(
                Site.UNKNOWN,
                "console returns what the guest has written; it takes no arguments",
                "to add a console, write: more { console io: 0x3f8 }");
    }
}
