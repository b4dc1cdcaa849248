package org.kvmsh.dsl.machine.expect;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.Runs;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** {@code expect exit: hlt}: how a machine's last run ended. */
public final class ExpectedExit {
    /** An example of its use. */
    public static final String EXAMPLE = "expect exit: hlt";

    private static final int SHOWN = 8;

    private ExpectedExit() {}

    /** @param exit a word for an exit, or the number of KVM_EXIT_X */
    public static void check(Runs runs, Abi abi, Object exit, Site site) {
        Outcome last = runs.last();
        if (last == null) {
            throw new ScriptError(site, "the machine has not run yet", "try: run until: hlt");
        }
        String wanted = name(abi, exit, site);
        if (!(exit instanceof ExitKind ? last.exit() == exit : wanted.equals(last.name()))) {
            Exits exits = runs.exits();
            throw new ScriptError(
                    site,
                    "expected the last run to end with " + wanted + ", but it ended with " + last,
                    new Unmet(),
                    exits.all().isEmpty() ? "" : "its last exits:\n" + exits.lastLines(SHOWN));
        }
    }

    private static String name(Abi abi, Object exit, Site site) {
        if (exit instanceof ExitKind word) {
            return word.toString();
        }
        String named = exit instanceof Number number ? ExitReasons.shortName(abi, number.longValue()) : null;
        if (named == null) {
            throw new ScriptError(
                    site,
                    "exit: takes the name or number of an exit, not '" + exit + "'",
                    "try: " + EXAMPLE + ", or exit: KVM_EXIT_DEBUG");
        }
        return named;
    }
}
