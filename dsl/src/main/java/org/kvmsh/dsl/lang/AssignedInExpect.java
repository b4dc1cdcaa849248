package org.kvmsh.dsl.lang;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** What both languages tell of an expectation that ends with an assignment instead of a condition. */
public final class AssignedInExpect {
    private AssignedInExpect() { }

    /** @param condition an expectation that compares */
    public static ScriptError error(Site at, String condition) {
        return new ScriptError(at, "expect needs a condition, and this is an assignment", "to compare, write ==: " + condition);
    }
}
