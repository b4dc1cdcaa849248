package org.kvmsh.dsl.device;

/** The other end of a device's line: what a guest prints goes there, and what it reads comes from there. */
public interface Terminal {
    /** @param characters as ISO 8859-1 has them */
    void print(String characters);

    boolean hasInput();

    /** The next character that was typed; 0 if there is none. */
    int read();
}
