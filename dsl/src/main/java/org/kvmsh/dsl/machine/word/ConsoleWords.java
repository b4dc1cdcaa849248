package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.word.Word;

/** The words of a machine for what its guest prints and reads. */
public interface ConsoleWords {
    /** What the words act on. */
    MachineParts machineParts();

    @Word(value = "what the guest has written to its console", example = "m.console")
    default String getConsole() {
        return machineParts().guestConsole().text();
    }

    @Word(value = "send a string to the machine's devices as input", example = "m.type 'help\\n'")
    default void type(String text) {
        machineParts().guestConsole().type(text);
    }
}
