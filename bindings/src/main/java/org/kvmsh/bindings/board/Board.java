package org.kvmsh.bindings.board;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.debug.DebugProbe;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.proposal.ProposalKernel;
import org.kvmsh.bindings.trace.CallRing;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.bindings.trace.TracingKernel;

/** A board that was opened: a kernel with a KVM that scripts run on. */
public final class Board implements AutoCloseable {
    private final ConnectedBoard reached;
    private final TracingKernel kernel;
    private final Kvm kvm;
    private final List<TracedCall> opening;
    /** The delivery of each stop, by the stop and the VM's type; shared by all who opened the board. */
    private Map<Map.Entry<DebugStop, Long>, Delivery> deliveries = new ConcurrentHashMap<>();

    /** @param opening the calls that opened it */
    Board(ConnectedBoard reached, TracingKernel kernel, Kvm kvm, List<TracedCall> opening) {
        this.reached = reached;
        this.kernel = kernel;
        this.kvm = kvm;
        this.opening = opening;
        kernel.keepIn(null);
    }

    /**
     * The substitute for a board that is not opened: its name, kind and ABI over a kernel that creates nothing.
     *
     * @param caveat shown next to the kind; may be null
     * @param about what a reader must know besides the kind, in a phrase
     * @param kernel makes no system call, and opens a KVM device of any path
     */
    public static Board onPaper(String name, BoardKind kind, String caveat, String about, Kernel kernel) {
        TracingKernel traced = new TracingKernel(kernel);
        CallRing opening = new CallRing();
        traced.keepIn(opening);
        Kvm kvm = CallOrigin.OPENING.during(() -> Kvm.open(traced, name).get());
        return new Board(
                new ConnectedBoard(name, kind, about, kernel, name, () -> {}, caveat), traced, kvm, opening.calls());
    }

    /**
     * Opens this board once more; closing the result keeps running what was started for this one.
     *
     * @throws BoardUnavailable if its KVM cannot be opened
     */
    public Board again() throws BoardUnavailable {
        Board again = reached.openShared();
        again.deliveries = deliveries;
        return again;
    }

    /**
     * This board with a layer in front of its kernel; closing the result closes this board.
     *
     * @param otherName the name that tells of the layer
     * @param otherCaveat a phrase that does, shown next to the kind
     */
    public ConnectedBoard behind(UnaryOperator<Kernel> front, String otherName, String otherCaveat) {
        ConnectedBoard layered = reached.behind(front, otherName, otherCaveat);
        // What was started for the board ends first, since a call may wait for it.
        Runnable end = () -> {
            cut();
            close();
        };
        return new ConnectedBoard(
                        otherName, layered.kind(), about(), layered.kernel(), layered.device(), end, layered.caveat())
                .with(known());
    }

    /**
     * Whether KVM_SET_GUEST_DEBUG stops a guest so on this board; a guest of a few instructions finds out when it is
     * first asked.
     *
     * @param vmType what KVM_CREATE_VM is given
     */
    public Delivery delivers(DebugStop stop, long vmType) {
        return deliveries.computeIfAbsent(
                Map.entry(stop, vmType),
                asked -> CallOrigin.PROBING.during(() -> new DebugProbe(kvm, vmType).of(stop)));
    }

    /** The name with the architecture, as the prompt shows it: {@code kvm:x86_64}, {@code model:rfc}. */
    public String name() {
        return reached.name();
    }

    /** The kind: real, emulated, a model. */
    public BoardKind kind() {
        return reached.kind();
    }

    /** The kind as it is shown: {@code real}, {@code emulated, with proposals}. */
    public String kindInWords() {
        return reached.kind().with(reached.caveat());
    }

    /** The text shown next to the kind; null if there is none. */
    public String caveat() {
        return reached.caveat();
    }

    /** Whether proposals are in front of the board's kernel. */
    public boolean hasProposals() {
        return ProposalKernel.of(kernel) != null;
    }

    /** The facts known of the board's kernel besides those that it tells itself. */
    public KnownKernel known() {
        return reached.known();
    }

    /** The architecture of the board's kernel. */
    public Arch arch() {
        return kernel.abi().arch();
    }

    /** A phrase on the board: what a reader must know besides its kind. */
    public String about() {
        return reached.about();
    }

    /** The board's kernel, with its calls traced. */
    public TracingKernel kernel() {
        return kernel;
    }

    /** Keeps the board's calls in a ring, including those that opened it. */
    public void keepCallsIn(CallRing calls) {
        opening.forEach(call -> calls.add(call.at(0)));
        kernel.keepIn(calls);
    }

    /** The board's KVM device, which is closed with the board. */
    public Kvm kvm() {
        return kvm;
    }

    /**
     * The file with its console since it was opened, the text of its boots among it; null if its console is not kept.
     * The file stays when the board is closed.
     */
    public Path bootLog() {
        return reached.lab() == null ? null : reached.lab().bootLog();
    }

    /** Whether it is lost because it rebooted, so that its agent may answer again. */
    public boolean reboots() {
        return kernel.lost() != null && kernel.lost().isReboot();
    }

    /** Whether kvmsh can start it anew. */
    public boolean isRestartable() {
        return kind() == BoardKind.EMULATED
                || reached.lab() != null && reached.lab().isRestartable();
    }

    /** Why a board that is lost is not started anew, although it could be; null if it may be. */
    public String whyNotRestarted() {
        return reached.lab() == null || kernel.lost() == null
                ? null
                : reached.lab().whyNotAgain(kernel.lost().why());
    }

    /** This use of a board of a lab; null if it is in none. */
    LabUse labUse() {
        return reached.lab();
    }

    /**
     * Ends what was started for the board, so that calls which wait for it fail; any thread may call it. What is here
     * needs no link and stays.
     */
    public void cut() {
        reached.behind().run();
    }

    @Override
    public void close() {
        try {
            kvm.close();
        } finally {
            reached.end();
        }
    }

    /** {@code model:rfc (model, not validated against a real kernel)}, and whether it is lost. */
    @Override
    public String toString() {
        return name() + " (" + kindInWords() + ")" + (kernel.lost() == null ? "" : ", lost");
    }
}
