package org.kvmsh.bindings.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The symbols of a file, by address and by name. */
public final class SymbolTable implements SymbolNames {
    /** The last one of an address names it: code before data, and a symbol with a size before a label. */
    private static final Comparator<Symbol> ORDER =
            Comparator.comparing(Symbol::code).thenComparing(Symbol::sized);

    private final List<Symbol> all;
    private final Map<String, Symbol> byName = new HashMap<>();
    private final Sorted linked;
    private final Sorted loaded;

    /** @param offset added to each address */
    public SymbolTable(List<Symbol> symbols, long offset) {
        List<Symbol> moved = new ArrayList<>(
                symbols.stream().map(symbol -> symbol.plus(offset)).toList());
        moved.sort(Comparator.comparing(Symbol::address, Long::compareUnsigned)
                .thenComparing(ORDER)
                .thenComparing(Symbol::name, Comparator.reverseOrder()));
        all = List.copyOf(moved);
        moved.forEach(symbol -> byName.put(symbol.name(), symbol));
        linked = new Sorted(all, false);
        loaded = new Sorted(
                all.stream()
                        .filter(symbol -> symbol.physical() != symbol.address())
                        .sorted(Comparator.comparing(Symbol::physical, Long::compareUnsigned)
                                .thenComparing(ORDER))
                        .toList(),
                true);
    }

    /** Symbols in the order of their addresses. */
    private record Sorted(List<Symbol> symbols, long[] starts, boolean physical) {
        Sorted(List<Symbol> symbols, boolean physical) {
            this(
                    symbols,
                    symbols.stream()
                            .mapToLong(symbol -> flipped(physical ? symbol.physical() : symbol.address()))
                            .toArray(),
                    physical);
        }

        /** Arrays compares with a sign. */
        private static long flipped(long address) {
            return address ^ Long.MIN_VALUE;
        }

        String at(long address) {
            Symbol symbol = holding(address);
            long offset = symbol == null ? 0 : address - start(symbol);
            return symbol == null ? null : symbol.name() + (offset == 0 ? "" : OFFSET + Long.toHexString(offset));
        }

        private long start(Symbol symbol) {
            return physical ? symbol.physical() : symbol.address();
        }

        Symbol holding(long address) {
            int found = Arrays.binarySearch(starts, flipped(address));
            int last = found < 0 ? -found - 2 : found;
            while (last >= 0 && last + 1 < starts.length && starts[last + 1] == starts[last]) {
                last++;
            }
            // A function may be around a label, and a label without a size may follow the function's end.
            for (int i = last; i >= 0 && i > last - 8; i--) {
                Symbol symbol = symbols.get(i);
                long offset = address - start(symbol);
                if (Long.compareUnsigned(offset, symbol.size()) < 0 || offset == 0) {
                    return symbol;
                }
            }
            return null;
        }
    }

    /** In the order of their addresses. */
    public List<Symbol> all() {
        return all;
    }

    /** The symbol that an address belongs to; null for none. */
    public Symbol holding(long address) {
        return linked.holding(address);
    }

    /** The symbol of a name; null without one. */
    public Symbol find(String name) {
        return byName.get(name);
    }

    /** By the address that the guest has, otherwise by the one that it is loaded at. */
    @Override
    public String at(long address) {
        String name = linked.at(address);
        return name == null ? loaded.at(address) : name;
    }
}
