package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine for what its guest prints and reads. */
public interface ConsoleWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    MachineParts machineParts();

    @Word(value = "send a string to the guest's devices as input", example = "m.type 'help\\n'")
    default void type(String text) {
        machineParts().guestConsole().type(text);
    }
}
