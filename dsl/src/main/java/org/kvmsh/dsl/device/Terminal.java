package org.kvmsh.dsl.device;

/** The other end of a device's line: output of a guest goes there, and its input comes from there. */
public interface Terminal {
    /** @param characters as ISO 8859-1 has them */
    void print(String characters);

    boolean hasInput();

    /** The next character that was typed, or 0. */
    int read();
}
