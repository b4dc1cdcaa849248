package org.kvmsh.dsl.lang.js;

import java.util.Collection;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A member that an object does not have. */
final class UnknownMember {
    private UnknownMember() {}

    /** The error for a name that objects of a class do not have. */
    static ScriptError error(Class<?> type, String name, Collection<String> names, Site site) {
        String register = RegisterAdvice.note(type, name);
        if (!register.isEmpty()) {
            return new ScriptError(site, "unknown name '" + name + "'", register);
        }
        boolean isIndex = name.matches("\\d+");
        return new ScriptError(
                site,
                isIndex ? "this value cannot be indexed" : "unknown name '" + name + "'",
                Nearest.note(name, names),
                names.isEmpty() ? "" : "it has: " + String.join(", ", names));
    }
}
