package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.machine.stop.Backtrace;
import org.kvmsh.dsl.machine.stop.StopContext;
import org.kvmsh.dsl.machine.stop.WatchList;
import org.kvmsh.dsl.machine.stop.WatchedValue;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words that look at a stopped guest: names of addresses, and what a stop shows. */
public interface StopWords {
    Session session();

    Site here();

    @Word(
            value = "the symbols of the current machine's ELF files (load elf: adds those of its file); with a file,"
                    + " add its symbols, offset: to their addresses; with like:, those whose names match a"
                    + " pattern. Listings, breakpoint at:, mem and dis use them",
            example = "symbols like: 'main*'",
            named = {"offset", "like"})
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

    @Word(
            value = "everything about where the current machine's first vCPU is: registers, flags, code, stack, the"
                    + " exit to complete, the console's last lines. With arguments, what each stop of the session"
                    + " shows from now on: registers: 'all', 'changed' or 'none', code: instructions, stack:"
                    + " words, console: lines",
            example = "context stack: 8, registers: 'changed'",
            named = {"registers", "code", "stack", "console"})
    default StopContext getContext() {
        return session().machine(here()).getContext();
    }

    /** {@code context()}. */
    default StopContext context() {
        return getContext();
    }

    /** {@code context stack: 8}: of the next machine too. */
    default StopContext context(Map<String, ?> parts) {
        session().shown().set(parts);
        return session().machines().isEmpty() ? null : getContext();
    }

    @Word(
            value = "the calls that led to where the current machine's first vCPU is, by the guest's frame pointers",
            example = "backtrace")
    default Backtrace getBacktrace() {
        return session().machine(here()).getBacktrace();
    }

    /** {@code backtrace()}. */
    default Backtrace backtrace() {
        return getBacktrace();
    }

    @Word(
            value = "show a value at each stop of the session: a register of the vCPU that has stopped, or what a"
                    + " block returns, with a name before it if it has one. remove: takes one away by its number;"
                    + " alone, the watched values",
            example = "watch 'rax'",
            named = "remove")
    default WatchList getWatch() {
        return new WatchList(session().shown().watched());
    }

    /** {@code watch()}. */
    default WatchList watch() {
        return getWatch();
    }

    /** {@code watch 'rax'}. */
    default WatchList watch(String register) {
        session().shown().watch(register, WatchedValue.register(register));
        return getWatch();
    }

    /** <code>watch('sum') { m.regs.rax + m.regs.rbx }</code>. */
    default WatchList watch(String name, Block block) {
        session().shown().watch(name, WatchedValue.block(() -> block.with(null)));
        return getWatch();
    }

    /** <code>watch { m.regs.rax }</code>. */
    default WatchList watch(Block block) {
        return watch(null, block);
    }

    /** {@code watch remove: 1}. */
    default WatchList watch(Map<String, ?> how) {
        Long number = Vocabulary.named(StopWords.class, "watch", how, here()).longOrNull("remove");
        if (number != null) {
            session().shown().remove(number);
        }
        return getWatch();
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
