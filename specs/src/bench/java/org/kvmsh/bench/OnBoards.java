package org.kvmsh.bench;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.remote.AgentProgram;

/** Boards at the end of a link: how long until they answer, what an exit costs there, how fast their memory is filled. */
final class OnBoards {
    private static final List<String> NAMES = List.of("qemu:x86_64", "qemu:arm64", "qemu:ppc64");

    private final Report report;

    OnBoards(Report report) {
        this.report = report;
    }

    void measure(boolean start, boolean exits, boolean load) throws Exception {
        List<String> there = new Boards(System.getenv()).all().stream().filter(BoardEntry::isAvailable).map(BoardEntry::name).filter(NAMES::contains).toList();
        if (there.size() < NAMES.size()) {
            report.say("boards: not measured where they are not available, see kvmsh boards; here are " + (there.isEmpty() ? "none" : String.join(", ", there)));
        }
        if (start) {
            new FirstAnswer(report).measure(there);
        }
        if (exits) {
            new LinkExits(report).measure(there, Device.whyNot() == null ? "exec:" + agent() + " -" : null);
        }
        if (load) {
            new LinkLoad(report).measure(there, agent());
        }
    }

    private static String agent() throws Exception {
        return new AgentProgram(Map.copyOf(System.getenv())).forMachine("x86_64").toString();
    }
}
