package org.kvmsh.dsl.config;

/** Where the ELF file begins that is loaded, as a word: {@code long64 entry}. */
public enum Entry {
    ENTRY;

    @Override
    public String toString() {
        return "entry";
    }
}
