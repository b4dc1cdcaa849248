package org.kvmsh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;

/** A large image from the page cache into a guest's memory, kvmsh next to memcpy in C, by turns. */
final class Load {
    private static final long SIZE = 1L << 30;
    private static final int TURNS = 11;
    private static final int WARM_UPS = 2;
    private static final int PIECE = 1 << 20;

    private final Report report;

    Load(Report report) {
        this.report = report;
    }

    void measure() throws Exception {
        String whyNot = Device.whyNot();
        if (whyNot != null) {
            report.say("load: not measured, since it needs this machine's KVM: " + whyNot + ".\n");
            return;
        }
        Path program;
        try {
            program = CProgram.compile("load");
        } catch (IOException e) {
            report.say("load: not measured: " + e.getMessage() + ".\n");
            return;
        }
        Path image = image();
        try {
            report.say("load: 1 GiB from the page cache into guest memory, " + TURNS + " times each by turns; MiB a second");
            report.say(turns(program, image));
        } finally {
            Files.delete(image);
        }
    }

    /** No two pages of it are the same, so that nothing is gained by looking at it. */
    private static Path image() throws IOException {
        Path image = Project.TARGET.resolve("bench/image");
        byte[] piece = new byte[PIECE];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(image)) {
            for (long done = 0; done < SIZE; done += PIECE) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        return image;
    }

    private static Table turns(Path program, Path image) throws Exception {
        List<Double> ofC = new ArrayList<>();
        List<Double> ofKvmsh = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Process c = new ProcessBuilder(program.toString(), image.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (Session session = Device.session(Boards.KVM); PrintWriter to = new PrintWriter(c.outputWriter(), true); BufferedReader from = c.inputReader()) {
            for (int i = -WARM_UPS; i < TURNS; i++) {
                to.println("again");
                double base = rate(Long.parseLong(from.readLine()));
                double own = rate(kvmsh(session, image));
                if (i >= 0) {
                    ofC.add(base);
                    ofKvmsh.add(own);
                    ratios.add(own / base);
                }
            }
        } finally {
            c.destroy();
        }
        Table table = Table.ofFigures();
        table.row("C: mmap, memcpy, munmap", ofC, "%.0f");
        table.row("kvmsh: vm { memory; load file: }, close", ofKvmsh, "%.0f");
        table.row("  ratio to C", ratios, "%.3f");
        return table;
    }

    private static double rate(long nanoseconds) {
        return SIZE / (double) PIECE * 1e9 / nanoseconds;
    }

    /** A machine's life without a run: planned, created, loaded, closed. */
    private static long kvmsh(Session session, Path image) {
        VmConfig.Builder vm = new VmConfig.Builder(Site.UNKNOWN);
        vm.memory(new MemoryConfig(0, SIZE, Site.UNKNOWN));
        vm.load(new LoadConfig(0, new Image.RawFile(image.toString()), Site.UNKNOWN));
        long start = System.nanoTime();
        session.bringUp(vm.build()).close();
        return System.nanoTime() - start;
    }
}
