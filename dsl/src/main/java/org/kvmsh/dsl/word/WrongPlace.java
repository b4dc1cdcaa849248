package org.kvmsh.dsl.word;

import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The errors of what a handler is for. */
final class WrongPlace {
    private WrongPlace() {}

    /** @param place the name of an exit, or an empty list */
    static ScriptError error(KeyedExit kind, Object place, Site site) {
        if (place instanceof ExitKind exit) {
            return new ScriptError(
                    site,
                    kind.key() + ": takes " + kind.number() + ", not the name of an exit",
                    exit instanceof KeyedExit keyed
                            ? "to handle every one of these exits: on(" + keyed.key() + ": any) { }"
                            : "write: exit: " + ExitReasons.PREFIX + exit.name());
        }
        return new ScriptError(site, kind.key() + ": the list is empty", "try: on(" + kind.key() + ": 1) { }");
    }

    /** A list that is no range. */
    static ScriptError ofRange(KeyedExit kind, long from, long to, Site site) {
        String name = kind.key();
        return new ScriptError(
                site,
                name + ": takes " + kind.number() + ", or a range, lowest value first",
                "try: on(" + name + ": " + Bits64.hex(Math.min(from, to)) + ".." + Bits64.hex(Math.max(from, to))
                        + ") { }, or a separate on(...) for each");
    }
}
