package org.kvmsh.repl.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.ConnectedBoard;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.dsl.reference.LackingOption;
import org.kvmsh.dsl.session.test.KernelFaults;
import org.kvmsh.repl.inspect.Beside;
import org.kvmsh.repl.inspect.Configuration;
import org.kvmsh.repl.inspect.FirstLook;
import org.kvmsh.repl.inspect.Seen;

/** Checks a board that was reached: its kernel's configuration first, which is visible without KVM. */
final class BoardChecks {
    private static final String KVM = "KVM";

    private final List<Seen> seen = new ArrayList<>();
    private final List<LackingOption> needed;
    private final boolean usable;

    /** Makes the checks. */
    BoardChecks(ConnectedBoard reached) {
        Kernel kernel = reached.kernel();
        Configuration configuration = Configuration.of(kernel, reached.kind());
        needed = configuration.needed();
        usable = check(reached, configuration);
    }

    private boolean check(ConnectedBoard reached, Configuration configuration) {
        try (Board board = reached.openShared()) {
            seen.addAll(new FirstLook(
                            board,
                            BoardFacts.ofRun(board),
                            KernelFaults.watch(board).begin(),
                            Beside.NOTHING)
                    .all(configuration.inLines()));
            IoctlResult<Vm> vm = board.kvm().createVm(0);
            if (vm.ok()) {
                vm.get().close();
                seen.add(Seen.of(KVM, "KVM_CREATE_VM creates a VM"));
                return true;
            }
            seen.add(Seen.wrong(KVM, "KVM_CREATE_VM fails with " + Errno.describe(vm.errno()), null));
            return false;
        } catch (BoardUnavailable e) {
            seen.add(Seen.of(
                    "kernel",
                    "Linux " + reached.kernel().release() + ", "
                            + reached.kernel().abi().arch()));
            seen.addAll(configuration.inLines());
            seen.add(Seen.wrong(KVM, e.getMessage(), null));
            return false;
        }
    }

    List<Seen> seen() {
        return seen;
    }

    boolean isUsable() {
        return usable;
    }

    /**
     * Whether the board's KVM can be used, and one command for what to do next.
     *
     * @param program what is typed to run kvmsh
     * @param name of the board, as it was asked for
     */
    String verdict(String program, String name) {
        if (usable) {
            return "KVM can be used"
                    + (needed.isEmpty() ? "" : ", although the kernel lacks " + names() + ", which KVM usually needs")
                    + ".\nTo test the board: " + program + " bringup " + ShellWord.of(BoardName.withoutToken(name));
        }
        return needed.isEmpty()
                ? "KVM cannot be used.\nFor possible causes: " + program + " guide troubles"
                : "KVM cannot be used: the kernel lacks " + names()
                        + ".\nIn the kernel's source tree: scripts/config "
                        + needed.stream().map(option -> "-e " + option.name()).collect(Collectors.joining(" "))
                        + " && make olddefconfig";
    }

    private String names() {
        return needed.stream().map(LackingOption::options).collect(Collectors.joining("; "));
    }
}
