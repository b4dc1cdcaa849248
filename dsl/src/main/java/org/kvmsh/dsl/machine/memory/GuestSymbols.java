package org.kvmsh.dsl.machine.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.ElfSymbols;
import org.kvmsh.bindings.code.Symbol;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.code.SymbolTable;
import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.inspect.KnownSymbol;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.variable.DebugFile;
import org.kvmsh.dsl.variable.GuestVariables;
import org.kvmsh.dsl.variable.SourceLines;
import org.kvmsh.dsl.variable.VariableMemory;

/** The symbols of a machine: of the ELF files that were loaded, the labels of asm:, and those that a script adds. */
public final class GuestSymbols implements SymbolNames {
    private final Abi abi;
    private final Supplier<Site> place;
    private final List<Known> files = new CopyOnWriteArrayList<>();
    /** All symbols as a script sees them; null after a change of the files. */
    private List<KnownSymbol> listed;

    private VariableMemory memory;

    /**
     * The symbols of a file, or of a text that was assembled.
     *
     * @param of the file and the offset that is added to its addresses; for a text its address
     * @param name in lists
     * @param debug null for a text
     */
    private record Known(List<?> of, String name, SymbolTable table, DebugFile debug) {}

    /** @param place the script's position: files are looked up beside it */
    public GuestSymbols(Abi abi, Supplier<Site> place) {
        this.abi = abi;
        this.place = place;
    }

    /** Sets the memory that variables are read from. */
    void memory(VariableMemory of) {
        memory = of;
    }

    /**
     * Takes those of the ELF files and texts among what was loaded; a file that has none, or a damaged table, changes
     * nothing.
     */
    public void loaded(List<LoadConfig> loads) {
        for (LoadConfig load : loads) {
            if (load.image() instanceof Image.Bytes bytes) {
                put(null, List.of(load.at()), "asm at " + Bits64.hex(load.at()), labels(load.at(), bytes), 0);
            } else if (load.image() instanceof Image.FilePart part && part.elf() != null) {
                Path file = Path.of(part.file());
                try {
                    // The file may have been built again since it was loaded before.
                    put(file, part.elf(), ElfSymbols.read(file));
                } catch (CodeError | IOException e) {
                    continue;
                }
            }
        }
    }

    /** {@code symbols 'vmlinux', offset: 0x200000}. */
    public void add(String name, long offset) {
        Path file = ScriptFile.of(name, place.get());
        ElfSymbols symbols;
        try {
            symbols = ElfSymbols.read(file);
        } catch (CodeError e) {
            throw UnfitSymbols.damaged(place.get(), file, e);
        } catch (IOException e) {
            throw ScriptFile.unreadable(file, e, place.get());
        }
        if (symbols.arch() != abi.arch() || symbols.order() != abi.order()) {
            throw UnfitSymbols.foreign(place.get(), file, symbols, abi);
        }
        if (symbols.symbols().isEmpty()) {
            throw UnfitSymbols.stripped(place.get(), file);
        }
        put(file, offset, symbols);
    }

    private void put(Path file, long offset, ElfSymbols symbols) {
        put(
                file,
                List.of(file, offset),
                file.getFileName() + (offset == 0 ? "" : " at an offset of " + Bits64.hex(offset)),
                symbols.symbols(),
                offset);
    }

    private synchronized void put(Path file, List<?> of, String name, List<Symbol> symbols, long offset) {
        listed = null;
        files.removeIf(known -> known.of.equals(of));
        if (!symbols.isEmpty()) {
            SymbolTable table = new SymbolTable(symbols, offset);
            files.add(new Known(of, name, table, file == null ? null : new DebugFile(file, offset, table)));
        }
    }

    /** A label has no size: it names what follows it in the text. */
    private static List<Symbol> labels(long at, Image.Bytes text) {
        return text.labels().entrySet().stream()
                .map(label ->
                        new Symbol(label.getKey(), label.getValue(), label.getValue(), at + text.length(), false, true))
                .toList();
    }

    @Override
    public String at(long address) {
        for (Known known : files) {
            String name = known.table.at(address);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    @Override
    public String line(long address) {
        return sources().of(address);
    }

    private SourceLines sources() {
        return new SourceLines(debugged());
    }

    /** The frame at an address of the code; null if no loaded file tells. */
    public FrameRow frame(long address) {
        return debugged().stream()
                .map(file -> file.frame(address))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The addresses of a place in the code: more than one for a line that is in several functions. */
    public List<Long> addresses(Object said) {
        List<Long> ofLine = said instanceof CharSequence name ? ofLine(name.toString()) : List.of();
        return ofLine.isEmpty() ? List.of(address(said)) : ofLine;
    }

    /** The addresses of a line of a source file; none for the name of a symbol. */
    private List<Long> ofLine(String said) {
        return find(said) == null ? sources().addresses(said) : List.of();
    }

    /** The address of {@code main} or {@code main+0x12} as the guest has it, or of a number. */
    public long address(Object said) {
        return said instanceof CharSequence name
                ? address(name.toString(), false)
                : Bits64.of(said, "an address", place.get());
    }

    /** The guest physical address that a name is loaded at. */
    public long physical(String name) {
        return address(name, true);
    }

    private long address(String said, boolean physical) {
        int plus = said.lastIndexOf('+');
        List<Long> ofLine = ofLine(said);
        if (!ofLine.isEmpty()) {
            Long loaded = physical ? loaded(ofLine.get(0)) : null;
            return loaded == null ? ofLine.get(0) : loaded;
        }
        Symbol whole = find(said);
        Symbol symbol =
                whole != null || plus < 0 ? whole : find(said.substring(0, plus).strip());
        if (symbol == null) {
            throw unknown(said);
        }
        long start = physical ? symbol.physical() : symbol.address();
        try {
            return whole != null
                    ? start
                    : start + Long.decode(said.substring(plus + 1).strip());
        } catch (NumberFormatException e) {
            throw unknown(said);
        }
    }

    /** The guest physical address at which a file was loaded that has an address of the guest; null for none. */
    Long loaded(long address) {
        return files.stream()
                .map(known -> known.table.holding(address))
                .filter(Objects::nonNull)
                .findFirst()
                .map(symbol -> address - symbol.address() + symbol.physical())
                .orElse(null);
    }

    private Symbol find(String name) {
        return files.stream()
                .map(known -> known.table.find(name))
                .filter(symbol -> symbol != null)
                .findFirst()
                .orElse(null);
    }

    private ScriptError unknown(String said) {
        return UnknownSymbol.error(place.get(), said, all(), debugged());
    }

    /** The symbols as a script sees them. */
    public KnownSymbols known() {
        return new KnownSymbols(all(), this, this::address, variables());
    }

    /** The variables of C. */
    public GuestVariables variables() {
        return new GuestVariables(debugged(), memory);
    }

    private List<DebugFile> debugged() {
        return files.stream().map(Known::debug).filter(Objects::nonNull).toList();
    }

    private synchronized List<KnownSymbol> all() {
        if (listed == null) {
            listed = List.copyOf(list());
        }
        return listed;
    }

    private List<KnownSymbol> list() {
        List<KnownSymbol> all = new ArrayList<>();
        files.forEach(known -> {
            known.table
                    .all()
                    .forEach(symbol -> all.add(new KnownSymbol(
                            symbol.name(),
                            symbol.address(),
                            symbol.physical(),
                            symbol.size(),
                            known.name,
                            symbol.code())));
        });
        return all;
    }
}
