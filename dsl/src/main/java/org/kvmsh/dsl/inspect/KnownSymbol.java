package org.kvmsh.dsl.inspect;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/**
 * A symbol of a machine.
 *
 * @param code whether it is the name of code
 */
public record KnownSymbol(
        @Word(value = "its name", example = "m.symbols.all[0].name")
        String name,

        @Word(
                value = "its address in the guest; virtual if the guest uses page tables",
                example = "m.symbols.all[0].address")
        long address,

        @Word(value = "the guest physical address that the symbol is loaded at", example = "m.symbols.all[0].physical")
        long physical,

        @Word(
                value = "its size in bytes; for a label without a size, the distance to the end of its section",
                example = "m.symbols.all[0].size")
        Number size,

        @Word(value = "the file that it comes from", example = "m.symbols.all[0].file")
        String file,

        boolean code)
        implements AsJson {
    @Override
    public String toString() {
        return Bits64.hex(address) + "  " + name;
    }
}
