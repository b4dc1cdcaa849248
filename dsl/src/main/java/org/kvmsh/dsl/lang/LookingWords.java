package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.inspect.Calls;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.MadeSteps;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** What there is to look at: each word is about the machine that was made last, and a word of any machine too. */
public interface LookingWords {
    Session session();

    Site here();

    @Word(value = "guest memory of the current machine from a guest physical address on, as many bytes as are named, as they are now: a dump in hex and text, and numbers of it; what is assigned to them is"
            + " written to guest memory. With a named argument in place of the count, guest memory is written and not read: hex:, bytes:, text:, numbers by u8:, u16:, u32:, u64: in the board's byte order or that"
            + " of order:, one byte to all of a length: by fill:",
            example = "mem 0x1000, 64", named = {"hex", "bytes", "text", "u8", "u16", "u32", "u64", "order", "fill", "length"})
    default GuestBytes mem(Number at, Number length) {
        return session().machine(here()).mem(at, length);
    }

    /** {@code mem 0x1000, hex: '2a 00'}. */
    default void mem(Map<String, ?> what, Number at) {
        session().machine(here()).mem(what, at);
    }

    @Word(value = "the exits of the last run of the machine that was made last: how many of each reason, and the last of them with what answered them", example = "exits.last")
    default Exits getExits() {
        return session().machine(here()).getExits();
    }

    @Word(value = "what made the machine that was made last: each step of its plan with its calls and their answers", example = "steps")
    default MadeSteps getSteps() {
        return session().machine(here()).getSteps();
    }

    @Word(value = "the guest's physical addresses, of the machine that was made last: memory with its slots, what is loaded there, the kernel's devices, handlers", example = "memmap")
    default MemoryMap getMemmap() {
        return session().machine(here()).getMemmap();
    }

    @Word(value = "the calls of this session, in order, those of a name's pattern, or those of a file; with exits: true each KVM_RUN with its exit is a call from now on too",
            example = "trace 'KVM_SET_*'", named = {"exits", "file"})
    default Calls getTrace() {
        return session().trace().calls();
    }

    /** {@code trace 'KVM_SET_*'}. */
    default Calls trace(String pattern) {
        return session().trace().calls().named(pattern);
    }

    /** {@code trace exits: true}, {@code trace file: 'bring-up.trace'}. */
    default Calls trace(Map<String, ?> how) {
        NamedArguments named = Vocabulary.named(LookingWords.class, "trace", how, here());
        if (named.get("exits") != null) {
            session().trace().keepExits(Boolean.TRUE.equals(named.get("exits")));
        }
        return named.get("file") == null ? session().trace().calls() : Calls.saved(named.get("file").toString(), here());
    }

    @Word(value = "an ioctl in words: what it takes, why it is refused, whether this board has it, or with an errno behind its name only that; of a proposal also what its reviewers asked, with the answers; "
            + "of an exit when it comes, what to read, what to do, and whether a KVM_RUN is owed afterwards",
            example = "explain 'KVM_PPC_SET_PLATFORM'")
    default Explained explain(Object named) {
        return session().inspection().explain(named, here());
    }

    @Word(value = "what failed last on this board, whole: the place, what was asked, the rule; of an attempt, an expected errno or a failed test too", example = "why")
    default Failure getWhy() {
        return session().failures().last();
    }

    @Word(value = "the capabilities whose names a pattern matches, * for any letters: what KVM answers, and the machine that was made last, and what that means", example = "caps 'PPC*'")
    default Capabilities caps(String pattern) {
        return session().inspection().capabilities(pattern);
    }
}
