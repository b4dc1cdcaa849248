package org.kvmsh.bindings.code.dwarf;

/**
 * A variable of C that has an address for as long as the program runs: a global one, or a static one of a function.
 *
 * @param file the source file, as it was named to the compiler
 * @param function the function that it is declared in; empty for none
 * @param address null if the compiler removed it
 */
public record CVariable(String name, String file, int line, String function, Long address, DwarfType type) {
    /** The source file without its directories. */
    public String base() {
        return LineTable.base(file);
    }
}
