package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words that go back in what a machine's guest has done. */
public interface HistoryWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "record the guest from now on, for 'back' and 'when': takes a snapshot, then records the"
                    + " results of the guest's exits. Requires a machine with one vCPU whose guest gets all"
                    + " its input through exits",
            example = "m.remember()")
    default void remember() {
        actedOn().machineParts().record();
    }

    /**
     * The former name of {@link #remember}, which is rejected: a line of Groovy that begins with record declares a
     * class.
     *
     * @deprecated use remember
     */
    @Deprecated
    default void record() {
        throw new ScriptError(Site.UNKNOWN, "record is now named remember", "try: m.remember()");
    }

    @Word(
            value = "take a recorded guest back COUNT instructions (default 1) or, with to: ADDRESS, to the"
                    + " last time the pc was there. Later runs replay the recorded results until the recording"
                    + " ends or the script changes something",
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
}
