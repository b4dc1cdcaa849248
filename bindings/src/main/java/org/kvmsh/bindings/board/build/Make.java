package org.kvmsh.bindings.board.build;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/** The kernel's make for one tree, one architecture and one output directory; its output goes to a log. */
final class Make {
    /** A step in make's short output: {@code CC [M] arch/x86/kvm/x86.o}. */
    private static final Pattern STEP = Pattern.compile("  ([A-Z][A-Z0-9_]*(?: \\[M\\])?) +(\\S.*)");

    private static final String CCACHE = "ccache";
    /**
     * The PVH entry, and memcmp, which it calls, run before KASAN has mapped its shadow memory; Linux 6.1 instruments
     * them all the same (arch/x86/platform/pvh/Makefile, lib/Makefile).
     */
    private static final List<String> PVH_ENTRY = List.of("KASAN_SANITIZE_enlighten.o=n", "KASAN_SANITIZE_string.o=n");

    private static final int KEPT = 20_000;
    /** Every so many steps, one is a line of its own where no terminal shows them. */
    private static final int NOTED = 100;

    /** The suffix of the version in uname, which identifies kernels built by kvmsh. */
    private static final String LOCAL_VERSION = "-kvmsh";

    private final KernelTarget target;
    private final Path tree;
    private final Path output;
    private final Path log;
    private final Programs programs;
    private final KernelRequest request;
    private int steps;

    Make(
            KernelTarget target,
            Path tree,
            Path output,
            Path log,
            Map<String, String> environment,
            KernelRequest request) {
        Map<String, String> own = new HashMap<>(environment);
        // Of a make or a build that this one is run by.
        List.of(
                        "MAKEFLAGS",
                        "MFLAGS",
                        "MAKELEVEL",
                        "KBUILD_OUTPUT",
                        "KBUILD_SRC",
                        "ARCH",
                        "CROSS_COMPILE",
                        "KCONFIG_CONFIG",
                        "CC",
                        "CFLAGS",
                        "LDFLAGS")
                .forEach(own::remove);
        own.put("LC_ALL", "C");
        // Paths below a kernel's own directory are relative for ccache: ccache(1), "Compiling in different
        // directories".
        own.put("CCACHE_BASEDIR", output.getParent().toString());
        own.put("CCACHE_NOHASHDIR", "true");
        this.target = target;
        this.tree = tree;
        this.output = output;
        this.log = log;
        this.programs = new Programs(own);
        this.request = request;
    }

    /** The command for some goals. */
    List<String> command(String... goals) {
        List<String> words = new ArrayList<>(List.of(
                "make",
                "-C",
                tree.toString(),
                "O=" + output,
                "ARCH=" + target.arch(),
                "CROSS_COMPILE=" + target.prefix()));
        if (programs.find(CCACHE) != null) {
            words.add("CC=ccache " + target.compiler());
        }
        words.addAll(PVH_ENTRY);
        if (request.debug().contains(KernelConfig.KCOV)) {
            words.addAll(coverage());
        }
        words.add("LOCALVERSION=" + LOCAL_VERSION);
        words.add("-j" + request.jobs());
        words.addAll(List.of(goals));
        return words;
    }

    /**
     * Instruments the files that KVM's own Makefile builds, virt/kvm among them, and no others (scripts/Makefile.lib):
     * on arm64, the hypervisor's code in arch/arm64/kvm/hyp cannot call kcov. Merged tails of functions would have the
     * line of any of them.
     */
    private List<String> coverage() {
        return List.of(
                "KCOV_INSTRUMENT=$(if $(filter arch/" + target.source() + "/kvm,$(obj)),y)",
                "CFLAGS_KCOV=-fsanitize-coverage=trace-pc -fno-crossjumping -fno-tree-tail-merge");
    }

    /** Runs it; a failure shows the first errors and where the rest is. */
    void run(Progress progress, String... goals) throws IOException, KernelBuildFailed {
        List<String> command = command(goals);
        List<String> lines = new ArrayList<>();
        List<String> found = new ArrayList<>(command);
        found.set(0, programs.find(command.get(0)).toString());
        Process process =
                programs.builder(output, found).redirectErrorStream(true).start();
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter kept =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            process.getOutputStream().close();
            kept.write("$ " + String.join(" ", command) + "\n");
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                kept.write(line + "\n");
                // A person follows it with tail -f.
                kept.flush();
                Matcher step = STEP.matcher(line);
                if (step.matches()) {
                    steps++;
                    String text = "step " + steps + ": " + step.group(1) + " " + step.group(2);
                    if (progress.isLive()) {
                        progress.step(text);
                    } else if (steps % NOTED == 0) {
                        progress.note(text);
                    }
                } else if (lines.size() < KEPT) {
                    lines.add(line);
                }
            }
            if (process.waitFor() != 0) {
                throw failed(lines, goals);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while make was running", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private KernelBuildFailed failed(List<String> lines, String... goals) {
        List<String> errors = BuildErrors.of(lines);
        String missing = BuildErrors.missingPackage(errors);
        return new KernelBuildFailed("the kernel in " + tree + " cannot be built: make " + String.join(" ", goals)
                + " failed\n    " + String.join("\n    ", errors)
                + (missing == null ? "" : "\n  apt-get install " + missing) + "\n  full log: " + log);
    }

    /** The number of steps that make took. */
    int steps() {
        return steps;
    }
}
