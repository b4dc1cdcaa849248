package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.plan.step.HostFacts;

/** Lines that a person who has typed nothing yet can type on a board: a guest, its run and what it left. */
public final class FirstLines {
    private FirstLines() {}

    /** The same as a person is told. */
    public static List<String> told(Board board, Language language) {
        List<String> told = new ArrayList<>();
        of(board, language).forEach(line -> told.add((told.isEmpty() ? "to begin, type:\n" : "") + "  " + line));
        return told;
    }

    /** Lines that run one after another; empty for a board whose vCPUs kvmsh cannot start. */
    public static List<String> of(Board board, Language language) {
        FirstGuest guest = Architecture.of(board.kernel().abi()).firstGuest(new HostFacts(board, List::of));
        boolean js = language == Language.JS;
        return guest == null
                ? List.of()
                : List.of(
                        js ? guest.js() : guest.groovy(),
                        js ? "m.run({until: " + guest.end() + "})" : "m.run until: " + guest.end(),
                        "m.regs",
                        "m.exits");
    }
}
