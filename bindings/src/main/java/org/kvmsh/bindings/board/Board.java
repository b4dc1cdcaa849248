package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.paper.PaperKernel;
import org.kvmsh.bindings.trace.TracingKernel;

/** A board that was opened: a kernel with a KVM that scripts run on. */
public final class Board implements AutoCloseable {
    private final Reached reached;
    private final TracingKernel kernel;
    private final Kvm kvm;

    Board(Reached reached, TracingKernel kernel, Kvm kvm) {
        this.reached = reached;
        this.kernel = kernel;
        this.kvm = kvm;
    }

    /**
     * What stands for a board that is not touched: its name, kind and ABI over a kernel that makes nothing.
     *
     * @param kernel the same kernel, which says what it may be asked
     */
    public static Board onPaper(String name, BoardKind kind, String about, PaperKernel kernel) {
        TracingKernel traced = new TracingKernel(kernel);
        return new Board(new Reached(name, kind, about, kernel, name), traced, Kvm.open(traced, name).get());
    }

    /** The same board, opened once more; closing that one leaves running what was started for this one. */
    public Board again() throws BoardUnavailable {
        return reached.shared().open();
    }

    /** The name with the architecture, as the prompt shows it: {@code kvm:x86_64}, {@code model:rfc}. */
    public String name() {
        return reached.name();
    }

    public BoardKind kind() {
        return reached.kind();
    }

    public Arch arch() {
        return kernel.abi().arch();
    }

    /** What a reader must know of the board besides its kind, in a phrase. */
    public String about() {
        return reached.about();
    }

    public TracingKernel kernel() {
        return kernel;
    }

    public Kvm kvm() {
        return kvm;
    }

    @Override public void close() {
        try {
            kvm.close();
        } finally {
            reached.behind().run();
        }
    }

    /** With what the prompt must say. */
    @Override public String toString() {
        return name() + " " + kind() + (kernel.lost() == null ? "" : ", lost");
    }
}
