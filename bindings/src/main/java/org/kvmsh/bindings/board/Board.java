package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.trace.TracingKernel;

/** A board that was opened: a kernel with a KVM that scripts run on. */
public final class Board implements AutoCloseable {
    private final String name;
    private final BoardKind kind;
    private final String about;
    private final TracingKernel kernel;
    private final Kvm kvm;
    private final Runnable behind;

    /** @param behind what ends with the board */
    Board(String name, BoardKind kind, String about, TracingKernel kernel, Kvm kvm, Runnable behind) {
        this.name = name;
        this.kind = kind;
        this.about = about;
        this.kernel = kernel;
        this.kvm = kvm;
        this.behind = behind;
    }

    /** The name with the architecture, as the prompt shows it: {@code kvm:x86_64}, {@code model:rfc}. */
    public String name() {
        return name;
    }

    public BoardKind kind() {
        return kind;
    }

    public Arch arch() {
        return kernel.abi().arch();
    }

    /** What a reader must know of the board besides its kind, in a phrase. */
    public String about() {
        return about;
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
            behind.run();
        }
    }

    /** With what the prompt must say. */
    @Override public String toString() {
        return name + " " + kind + (kernel.lost() == null ? "" : ", lost");
    }
}
