package org.kvmsh.dsl.lang;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Advice where a block of words assigns the name of a register or a word: {@code vcpu(0) { rip = 0x1000 }} would set
 * nothing of the machine.
 */
public final class AssignedInBlock {
    private AssignedInBlock() {}

    /**
     * The error, with what to write.
     *
     * @param block the word of the block
     * @param example how the name is used if it is a word; null if it is none
     * @param value as the script has it
     */
    public static ScriptError error(
            Site site, String block, String name, String example, String value, boolean groovy) {
        String register = RegisterAdvice.inBlock(name, value, groovy);
        String note = example != null
                ? "try: " + example
                : Slips.WRITE
                        + (block.equals("vcpu")
                                ? register
                                : groovy ? "vcpu(0) { " + register + " }" : "vcpu: {" + register + "}");
        return new ScriptError(
                site,
                name + " = … assigns to a script variable"
                        + (register.isEmpty() ? "; it does not configure the machine" : ", not the register"),
                note);
    }

    /**
     * The error of an assignment that would take the place of a word, unseen.
     *
     * @param declared how a script declares a variable of that name
     */
    public static ScriptError hidden(Site site, String word, String declared) {
        return hidden(site, word, "a word", "use another name; to shadow the word intentionally, write: " + declared);
    }

    /**
     * The error of an assignment to the name of an exit, which is a constant in Groovy.
     *
     * @param declared how a script declares a variable of that name; empty where it cannot
     */
    public static ScriptError hiddenExit(Site site, String exit, String declared) {
        return hidden(
                site,
                exit,
                "the name of an exit",
                "use another name" + (declared.isEmpty() ? "" : ", or declare a variable: " + declared));
    }

    private static ScriptError hidden(Site site, String name, String what, String note) {
        return new ScriptError(site, name + " is " + what + " and cannot be assigned to", note);
    }
}
