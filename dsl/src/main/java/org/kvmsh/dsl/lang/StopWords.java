package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Word;

/** The words that look at a stopped guest: names of addresses, and what a stop shows. */
public interface StopWords {
    Session session();

    Site here();

    @Word(value = "the symbols of the current machine's ELF files (load elf: adds those of its file); with a file, add its symbols, offset: to their addresses; with like:, those whose names "
            + "match a pattern. Listings, breakpoint at:, mem and dis use them", example = "symbols like: 'main*'", named = {"offset", "like"})
    default KnownSymbols getSymbols() {
        return session().machine(here()).getSymbols();
    }

    /** {@code symbols()}. */
    default KnownSymbols symbols() {
        return getSymbols();
    }

    /** {@code symbols 'vmlinux'}. */
    default KnownSymbols symbols(String file) {
        return session().machine(here()).symbols(file);
    }

    /** {@code symbols like: 'kvm_*'}. */
    default KnownSymbols symbols(Map<String, ?> how) {
        return session().machine(here()).symbols(how);
    }

    /** {@code symbols 'vmlinux', offset: 0x200000}. */
    default KnownSymbols symbols(Map<String, ?> how, String file) {
        return session().machine(here()).symbols(how, file);
    }

    /** {@code mem 'buffer', 16}. */
    default GuestBytes mem(String name, Number length) {
        return session().machine(here()).mem(name, length);
    }

    /** {@code mem 'buffer'}. */
    default GuestBytes mem(String name) {
        return session().machine(here()).mem(name);
    }

    /** {@code mem 'buffer', u32: 1}. */
    default void mem(Map<String, ?> what, String name) {
        session().machine(here()).mem(what, name);
    }
}
