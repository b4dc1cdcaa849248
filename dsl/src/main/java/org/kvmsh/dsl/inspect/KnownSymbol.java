package org.kvmsh.dsl.inspect;

import org.kvmsh.bindings.code.Symbol;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** A symbol of a machine. */
public final class KnownSymbol implements AsJson {
    private final Symbol symbol;
    private final String file;

    public KnownSymbol(Symbol symbol, String file) {
        this.symbol = symbol;
        this.file = file;
    }

    @Word(value = "its name", example = "m.symbols.all[0].name")
    public String getName() {
        return symbol.name();
    }

    @Word(value = "its address, as the guest has it", example = "m.symbols.all[0].address")
    public long getAddress() {
        return symbol.address();
    }

    @Word(value = "the guest physical address that its segment is loaded at", example = "m.symbols.all[0].physical")
    public long getPhysical() {
        return symbol.physical();
    }

    @Word(
            value = "its number of bytes; for a label without a size, those up to the end of its section",
            example = "m.symbols.all[0].size")
    public Number getSize() {
        return symbol.size();
    }

    @Word(value = "the file that it is from", example = "m.symbols.all[0].file")
    public String getFile() {
        return file;
    }

    @Override
    public String toString() {
        return Bits64.hex(symbol.address()) + "  " + symbol.name();
    }
}
