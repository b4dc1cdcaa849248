package org.kvmsh.dsl.config;

/** The entry point of the ELF file that is loaded, as a word: {@code long64 entry}. */
public enum Entry {
    ENTRY;

    @Override
    public String toString() {
        return "entry";
    }
}
