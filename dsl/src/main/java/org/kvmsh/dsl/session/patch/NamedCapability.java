package org.kvmsh.dsl.session.patch;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The capability that a script names: a patch's by its number, which is what its name is in a script, or any by a text.
 */
final class NamedCapability {
    private static final String PREFIX = "KVM_CAP_";

    private NamedCapability() {}

    /** The capability's name; null if a script names an ioctl or another number. */
    static String of(Abi abi, Object named) {
        if (named instanceof Number number) {
            Abi headers = Abi.of(abi.table());
            List<String> added = abi.constants(PREFIX).entrySet().stream()
                    .filter(constant ->
                            constant.getValue() == number.longValue() && !headers.hasConstant(constant.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            boolean isCommand = !IoctlCommands.of(abi, number.longValue()).isEmpty();
            return added.size() == 1 && !isCommand ? added.get(0) : null;
        }
        String name = String.valueOf(named);
        return name.startsWith(PREFIX) && abi.hasConstant(name) ? name : null;
    }

    /**
     * Throws {@link ScriptError} for a patch's capability whose number is another one's by now: the board's kernel
     * would answer for that one.
     */
    static void checkNumber(Abi abi, String name, Site site) {
        long number = abi.constant(name);
        Abi headers = Abi.of(abi.table());
        headers.constants(PREFIX).forEach((other, its) -> {
            if (its == number && !headers.hasConstant(name)) {
                throw new ScriptError(
                        site,
                        name + " has the number of " + other + ", " + number,
                        "to propose it, give it a number in the patch that no released kernel uses");
            }
        });
    }

    /** Throws {@link ScriptError} for the name of a capability that the ABI does not have. */
    static void check(Abi abi, String name, Site site) {
        if (name.startsWith(PREFIX) && !abi.hasConstant(name)) {
            throw new ScriptError(
                    site,
                    "unknown capability " + name + " on " + abi.table(),
                    Nearest.note(
                            name,
                            List.copyOf(new TreeSet<>(abi.constants(PREFIX).keySet()))),
                    "for a capability that is in no released kernel, use rfc to load the patch that defines it");
        }
    }
}
