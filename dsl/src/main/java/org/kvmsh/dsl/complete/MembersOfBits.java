package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.BitField;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The registers of a part of the state, and their fields: from a value, or from the table of the board's architecture.
 */
final class MembersOfBits {
    private MembersOfBits() {}

    /** The part of the state that a word of a class reads on a board; null for other words. */
    static Known read(Class<?> type, String word, Abi abi) {
        Method described = Vocabulary.methods(type).get(word);
        return described == null || !Vocabulary.isRead(described)
                ? null
                : HardwarePart.ofWord(word)
                        .map(part -> new Known(
                                NamedBits.class, part.of(Architecture.of(abi).layouts()), List.of()))
                        .orElse(null);
    }

    /** A register of a part, or the registers of a group; null for other names. */
    static Known member(Known known, String name) {
        List<BitLayout> group = layouts(known)
                .filter(layout -> layout.register().startsWith(name + "."))
                .map(layout -> layout.called(layout.register().substring(name.length() + 1)))
                .toList();
        return group.isEmpty()
                ? layouts(known)
                        .filter(layout -> layout.register().equals(name))
                        .map(layout -> new Known(NamedRegister.class, layout, List.of()))
                        .findFirst()
                        .orElse(null)
                : new Known(NamedBits.class, group, List.of());
    }

    /** The names of the members of a part or a register, besides its words. */
    static List<String> names(Known known) {
        return known.type() == NamedRegister.class
                ? fields(known).map(BitField::name).toList()
                : layouts(known)
                        .map(layout -> layout.register().replaceFirst("\\..*", ""))
                        .distinct()
                        .toList();
    }

    private static Stream<BitField> fields(Known known) {
        BitLayout layout = known.value() instanceof NamedRegister register
                ? register.layout()
                : known.value() instanceof BitLayout of ? of : null;
        return layout == null ? Stream.of() : layout.fields().stream();
    }

    private static Stream<BitLayout> layouts(Known known) {
        return known.value() instanceof NamedBits bits
                ? bits.layouts().stream()
                : known.value() instanceof List<?> all ? all.stream().map(BitLayout.class::cast) : Stream.of();
    }
}
