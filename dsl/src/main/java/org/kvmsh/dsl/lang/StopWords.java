package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.machine.stop.StopParts;
import org.kvmsh.dsl.machine.stop.WatchList;
import org.kvmsh.dsl.machine.stop.WatchedValue;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words for what each stop of a session shows. */
public interface StopWords {
    Session session();

    Site here();

    @Word(
            value = "set what `context` and later stops of the session show. registers: 'all', 'changed'"
                    + " or 'none'; code: number of instructions; stack: number of words; console: number of"
                    + " lines. Omitted settings stay unchanged",
            example = "atStop stack: 8, registers: 'changed'",
            named = {"registers", "code", "stack", "console"})
    default void atStop(Map<String, ?> parts) {
        session().shown().set(StopParts.of(Vocabulary.named(StopWords.class, "atStop", parts, here())));
    }

    @Word(
            value = "show a value at each stop of the session: a register of the vCPU that has stopped, or what a"
                    + " block returns; a name, if given, is shown before the value. remove: N stops showing value"
                    + " N. Without arguments, watch returns the watched values",
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
}
