package org.kvmsh.dsl.machine;

import org.kvmsh.dsl.word.Word;

/** The words of a machine for what its guest prints and reads. */
public interface ConsoleWords {
    /** All of its consoles. */
    Console guestConsole();

    @Word(value = "what the guest has written to its console", example = "m.console")
    default String getConsole() {
        return guestConsole().text();
    }

    @Word(value = "send a string to the machine's devices as input", example = "m.type 'help\\n'")
    default void type(String text) {
        guestConsole().type(text);
    }
}
