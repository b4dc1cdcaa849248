package org.kvmsh.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.remote.RemoteKernel;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.session.Session;

/**
 * Exits of a board at the end of a link: answered by the table that was pushed to the agent, and brought back to a handler here, next
 * to the agent's own loop in C that does nothing but KVM_RUN.
 */
final class LinkExits {
    private static final int TURNS = 9;
    private static final Duration EACH = Duration.ofMillis(500);
    private static final Map<String, String> GUESTS = Map.of(
            "x86_64", "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ba f8 03 ee eb fd'; vcpu(0) { real 0x1000 }",
            // next: strb w1, [x0]; b next
            "arm64", "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '01 00 00 39 ff ff ff 17'; vcpu(0) { start 0x40000000; regs x0: 0x9000000 }",
            // next: li r3, 0x58; sc 1; b next
            "ppc64", "platform SPAPR; memory at: 0, size: 64.KB; load at: 0x1000, hex: '58 00 60 38 22 00 00 44 f8 ff ff 4b'; vcpu(0) { start 0x1000 }");
    private static final Map<String, String> PLACES = Map.of("x86_64", "io: 0x3f8", "arm64", "mmio: 0x9000000", "ppc64", "hcall: 0x58");

    private final Report report;

    LinkExits(Report report) {
        this.report = report;
    }

    /** @param local the agent on this host's own KVM, or null */
    void measure(List<String> boards, String local) throws BoardUnavailable {
        Table table = Table.ofFigures();
        List<String> all = new ArrayList<>(boards);
        if (local != null) {
            all.add(local);
        }
        for (String board : all) {
            try (Session session = Device.session(board)) {
                measure(session, board.startsWith("exec:") ? "exec: on this machine" : board, table);
            }
        }
        report.say("boards, exits: exits a second, " + TURNS + " turns of " + EACH.toMillis() + " ms each by turns");
        report.say(table);
    }

    private static void measure(Session session, String name, Table table) {
        String arch = session.board().arch().toString();
        int[] vcpu = new int[1];
        session.board().kernel().tell(call -> learn(call, vcpu));
        Machine answered = machine(session, arch, "answer " + PLACES.get(arch));
        int fd = vcpu[0];
        Machine handled = machine(session, arch, "on(" + PLACES.get(arch) + ") { 0 }");
        RemoteKernel kernel = (RemoteKernel) session.board().kernel().below();
        int bare = 2000;
        bare = (int) (rate(kernel, fd, bare) * EACH.toMillis() / 1000);
        List<Double> loops = new ArrayList<>();
        List<Double> tables = new ArrayList<>();
        List<Double> trips = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = -1; i < TURNS; i++) {
            double loop = rate(kernel, fd, bare);
            double pushed = rate(answered.run(Map.of("within", EACH)));
            double back = rate(handled.run(Map.of("within", EACH)));
            if (i >= 0) {
                loops.add(loop);
                tables.add(pushed);
                trips.add(back);
                ratios.add(pushed / loop);
            }
        }
        table.row(name + ", the agent's own loop", loops, "%.0f");
        table.row(name + ", answered by the table", tables, "%.0f");
        table.row("  ratio to the loop", ratios, "%.3f");
        table.row(name + ", brought back to a Groovy handler", trips, "%.0f");
        table.row("  microseconds an exit", trips.stream().map(rate -> 1e6 / rate).toList(), "%.0f");
    }

    private static void learn(Call call, int[] vcpu) {
        if (call.name().equals("KVM_CREATE_VCPU")) {
            vcpu[0] = call.answer();
        }
    }

    private static Machine machine(Session session, String arch, String answer) {
        Kvmsh kvmsh = new Kvmsh(new Boards(Map.of()), new PrintWriter(System.out), step -> { });
        kvmsh.use(session);
        return (Machine) kvmsh.evaluate(Language.GROOVY, "vm { " + GUESTS.get(arch) + "; " + answer + " }");
    }

    private static double rate(RemoteKernel kernel, int fd, int times) {
        long start = System.nanoTime();
        int result = kernel.runBare(fd, times);
        if (result != 0) {
            throw new IllegalStateException("KVM_RUN gave " + result);
        }
        return times * 1e9 / (System.nanoTime() - start);
    }

    private static double rate(Outcome outcome) {
        return outcome.exits() * 1e9 / outcome.took().toNanos();
    }
}
