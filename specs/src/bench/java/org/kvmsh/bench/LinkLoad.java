package org.kvmsh.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kvmsh.bindings.board.qemu.CatBoard;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.remote.Link;
import org.kvmsh.bindings.remote.ProgramLink;
import org.kvmsh.dsl.session.Session;

/** 64 MiB of guest memory loaded over the link, next to a program on the same kind of stream that only reads, as cat does. */
final class LinkLoad {
    private static final int BYTES = 64 << 20;
    private static final int PIECE = 64 << 10;
    private static final int TURNS = 5;

    private final Report report;
    private final byte[] bytes = new byte[BYTES];

    LinkLoad(Report report) {
        this.report = report;
        new Random(1).nextBytes(bytes);
    }

    /** @param agent the agent for this machine */
    void measure(List<String> boards, String agent) throws Exception {
        Table table = Table.ofFigures();
        Path source = Project.SOURCES.resolve("c/cat.c");
        Path agentFolder = Project.ROOT.resolve("bindings/src/main/c");
        for (String board : boards) {
            try (CatBoard cat = CatBoard.boot(board, source, agentFolder); Session session = Device.session(board)) {
                measure(table, board, cat.link(), session);
            }
        }
        if (Device.whyNot() == null) {
            Path cat = Project.TARGET.resolve("bench/cat");
            if (new ProcessBuilder("gcc", "-O2", "-pthread", "-I" + agentFolder, "-o", cat.toString(), source.toString()).inheritIO().start().waitFor() != 0) {
                throw new IOException("gcc could not compile " + source);
            }
            try (Link link = ProgramLink.start(List.of(cat.toString())); Session session = Device.session("exec:" + agent + " -")) {
                measure(table, "exec: on this machine", link, session);
            } finally {
                Files.deleteIfExists(cat);
            }
        }
        report.say("boards, load: MiB a second, " + TURNS + " turns of 64 MiB without zeros each by turns");
        report.say(table);
    }

    private void measure(Table table, String name, Link cat, Session session) throws IOException {
        Kernel kernel = session.board().kernel();
        Region memory = kernel.allocate(BYTES).region();
        List<Double> plain = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        OutputStream out = cat.output();
        for (int i = -1; i < TURNS; i++) {
            double base = rate(() -> send(out, cat));
            double load = rate(() -> memory.write(0, bytes));
            if (i >= 0) {
                plain.add(base);
                loaded.add(load);
                ratios.add(load / base);
            }
        }
        memory.close();
        table.row(name + ", cat", plain, "%.0f");
        table.row(name + ", guest memory", loaded, "%.0f");
        table.row("  ratio to cat", ratios, "%.3f");
    }

    private void send(OutputStream out, Link cat) throws IOException {
        for (int at = 0; at < BYTES; at += PIECE) {
            out.write(bytes, at, PIECE);
        }
        out.flush();
        if (cat.input().read() != 'k') {
            throw new IOException("cat ended");
        }
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private static double rate(Transfer transfer) throws IOException {
        long start = System.nanoTime();
        transfer.run();
        return (BYTES >> 20) * 1e9 / (System.nanoTime() - start);
    }
}
