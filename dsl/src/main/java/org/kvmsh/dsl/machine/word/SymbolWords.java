package org.kvmsh.dsl.machine.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words of a machine about the names of its guest's addresses. */
public interface SymbolWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "the symbols of the loaded ELF files and the labels of load asm:, as used by listings,"
                    + " breakpoint at:, mem and dis. FILE adds the symbols of one more file, at their"
                    + " addresses plus offset:. like: PATTERN lists the symbols whose names match",
            example = "m.symbols like: 'main*'",
            named = {"offset", "like"})
    default KnownSymbols getSymbols() {
        return actedOn().machineParts().names().known();
    }

    /** {@code m.symbols()}. */
    default KnownSymbols symbols() {
        return getSymbols();
    }

    /** {@code m.symbols 'vmlinux'}: those that are known then. */
    default KnownSymbols symbols(String file) {
        return symbols(Map.of(), file);
    }

    /** {@code m.symbols like: 'kvm_*'}. */
    default KnownSymbols symbols(Map<String, ?> how) {
        NamedArguments named =
                new NamedArguments("symbols", List.of("like"), "m.symbols like: 'main*'", how, Site.UNKNOWN);
        return named.get("like") == null ? getSymbols() : getSymbols().like(named.get("like"));
    }

    /** {@code m.symbols 'vmlinux', offset: 0x200000}. */
    default KnownSymbols symbols(Map<String, ?> how, String file) {
        NamedArguments named = Vocabulary.named(SymbolWords.class, "symbols", how, Site.UNKNOWN);
        Long offset = named.longOrNull("offset");
        actedOn().machineParts().names().add(file, offset == null ? 0 : offset);
        return named.get("like") == null ? getSymbols() : getSymbols().like(named.get("like"));
    }
}
