package org.kvmsh.repl.mutants;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.IoctlAnswers;
import org.kvmsh.bindings.damage.Damage;

/** What the tests of scripts reach of KVM: ioctls, exits and capabilities, of those that there are. */
final class ScriptReach {
    private static final String CAPABILITY = "KVM_CAP_";

    private final Set<String> ioctls = new TreeSet<>();
    private final Set<String> exits = new TreeSet<>();
    private final Set<String> capabilities = new TreeSet<>();
    private final Set<String> made = new ConcurrentSkipListSet<>();
    private final Set<String> taken = new ConcurrentSkipListSet<>();
    private final Set<String> met = new ConcurrentSkipListSet<>();
    private final Set<String> named = new ConcurrentSkipListSet<>();

    /** The ioctls that a board's kernel has. */
    static Stream<String> ioctls(Board board) {
        return board.kernel().abi().ioctls().stream()
                .filter(ioctl -> !ioctl.on().isEmpty() && IoctlAnswers.of(board, ioctl) == IoctlAnswers.KERNEL)
                .map(Ioctl::name);
    }

    /** The exit reasons that kernels of an architecture return. */
    static Stream<String> exits(Abi abi) {
        return ExitReasons.of(abi).stream()
                .map(Constant::name)
                .filter(exit -> ExitReasons.advice(exit) != null
                        && ExitReasons.advice(exit).isOf(abi.arch()));
    }

    /** Adds what a board has, and the capabilities of its headers. */
    void add(Board board) {
        Abi abi = board.kernel().abi();
        ioctls(board).forEach(ioctls::add);
        exits(abi).forEach(exits::add);
        capabilities.addAll(abi.constants(CAPABILITY).keySet());
    }

    /** Adds what another has. */
    void add(ScriptReach other) {
        ioctls.addAll(other.ioctls);
        exits.addAll(other.exits);
        capabilities.addAll(other.capabilities);
        made.addAll(other.made);
        taken.addAll(other.taken);
        met.addAll(other.met);
        named.addAll(other.named);
    }

    void made(String call, String key, int answer) {
        made.add(call);
        if (answer >= 0) {
            taken.add(call);
        }
        if (key != null && key.startsWith(CAPABILITY)) {
            named.add(key);
        }
    }

    void met(Damage damage) {
        if (damage.call().startsWith(ExitReasons.PREFIX)) {
            met.add(damage.call());
        }
    }

    void print(PrintWriter out) {
        Set<String> all = new TreeSet<>(ioctls);
        all.addAll(taken);
        Set<String> called = new TreeSet<>(made);
        called.retainAll(all);
        out.println("- ioctls of the kernel: " + called.size() + " of " + all.size() + " called, " + taken.size()
                + " of them succeeded at least once");
        list(out, "never succeeded", called, taken);
        list(out, "not called", all, called);
        Set<String> possible = new TreeSet<>(exits);
        possible.addAll(met);
        out.println("- exit reasons of the architecture: " + met.size() + " of " + possible.size() + " seen");
        list(out, "not seen", possible, met);
        out.println(
                "- capabilities of the header: " + named.size() + " of " + capabilities.size() + " checked or enabled");
    }

    private static void list(PrintWriter out, String title, Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        if (!rest.isEmpty()) {
            out.println("  - " + title + ": " + String.join(", ", rest));
        }
    }
}
