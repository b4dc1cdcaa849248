package org.kvmsh.dsl.machine.word;

import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words that go back in what a machine's guest has done. */
public interface HistoryWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "record what the guest does from now on, for back and when: a snapshot, and the results of its"
                    + " exits. For a machine with one vCPU, every input of which reaches it through an exit",
            example = "m.record()")
    default void record() {
        actedOn().machineParts().record();
    }

    @Word(
            value = "take a recorded guest back COUNT instructions (default 1); or with to:, to the most recent time"
                    + " that the pc was an address. Runs from there replay the recorded results, until the"
                    + " recording ends or the script changes something",
            example = "m.back 3",
            named = "to")
    default String back(Number count) {
        return actedOn().machineParts().recording().wentBack(count);
    }

    /** {@code m.back()}. */
    default String back() {
        return back(1);
    }

    /** {@code m.back to: 0x1000}, or the name of a symbol. */
    default String back(Map<String, ?> arguments) {
        Object to = Vocabulary.named(HistoryWords.class, "back", arguments, Site.UNKNOWN)
                .get("to");
        return actedOn()
                .machineParts()
                .recording()
                .wentTo(actedOn().machineParts().names().address(to));
    }

    @Word(
            value = "take a recorded guest back to where a block's result last became true: it is called after each"
                    + " exit, and then after each instruction of one interval",
            example = "m.when { mem(0x2000, 4).u32(0) == 6 }",
            js = "m.when(() => m.mem(0x2000, 4).u32(0) == 6)")
    default String when(Callable<?> condition) {
        return actedOn().machineParts().recording().wentWhen(condition);
    }
}
