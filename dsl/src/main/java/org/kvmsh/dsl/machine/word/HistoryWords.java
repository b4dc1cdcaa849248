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
            value = "record what the guest does from now on, for back and when: a snapshot, and the answers to its"
                    + " exits. For a machine with one vCPU, all of whose inputs are exits",
            example = "m.record()")
    default void record() {
        actedOn().machineParts().record();
    }

    @Word(
            value = "go back by COUNT instructions (default 1) of a recorded guest; or with to:, to the last time that"
                    + " it was at an address. Runs from there repeat the recorded answers, until the recording is"
                    + " over or the script changes something",
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
            value = "go back to the last time that a block's result became true, in what a recorded guest has done: it"
                    + " is called after each exit, and then after each instruction",
            example = "m.when { mem(0x2000, 4).u32(0) == 6 }",
            js = "m.when(() => m.mem(0x2000, 4).u32(0) == 6)")
    default String when(Callable<?> condition) {
        return actedOn().machineParts().recording().wentWhen(condition);
    }
}
