package org.kvmsh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.BoardUnavailable;

/** Exits a second as a user has them, kvmsh next to C. */
final class Outside {
    private final Report report;

    Outside(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException, BoardUnavailable {
        String whyNot = Device.whyNot();
        if (whyNot != null) {
            report.say("outside: not measured, since it needs this machine's KVM: " + whyNot + ".\n");
            return;
        }
        report.say("outside: OUT exits a second through a machine, " + Pairs.COUNT + " times " + Pairs.EACH.toSeconds() + " s each side by turns");
        Pairs pairs = new Pairs(report, "exits");
        for (String handler : List.of(Counted.JAVA, Counted.GROOVY, Counted.JS)) {
            pairs.measure("kvmsh, " + handler + " handler", () -> KvmshSide.of(handler));
        }
        String typed = Files.readString(Project.SOURCES.resolve("groovy/typed.groovy")).replace("'GUEST'", "'" + Guest.ENDLESS + "'");
        List<String> command = List.of(Project.ROOT.resolve("kvmsh").toString(), "-q", "-b", Boards.KVM, "-e", typed);
        pairs.measure("kvmsh -e, groovy handler", () -> new ProcessSide(command));
        pairs.say();
    }
}
