package org.kvmsh.bindings.board;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.trace.CallRing;
import org.kvmsh.bindings.trace.TracingKernel;

/**
 * The kernel of a board that has been reached, before its KVM is opened.
 *
 * @param about what a reader must know besides the kind, in a phrase
 * @param device path of the board's KVM device
 * @param behind what is closed with the board: its link, its emulator
 * @param caveat shown next to the kind; may be null
 * @param known of the kernel, besides what it tells
 * @param lab this use of a board of a lab, which ends when the board is closed; null if it is in none
 */
public record ConnectedBoard(
        String name,
        BoardKind kind,
        String about,
        Kernel kernel,
        String device,
        Runnable behind,
        String caveat,
        KnownKernel known,
        LabUse lab) {
    /** Creates a board with a caveat, which is in no lab. */
    public ConnectedBoard(
            String name, BoardKind kind, String about, Kernel kernel, String device, Runnable behind, String caveat) {
        this(name, kind, about, kernel, device, behind, caveat, KnownKernel.NOTHING, null);
    }

    /** Creates a board without a caveat, which is in no lab. */
    public ConnectedBoard(String name, BoardKind kind, String about, Kernel kernel, String device, Runnable behind) {
        this(name, kind, about, kernel, device, behind, null);
    }

    /** A board for which nothing was started. */
    ConnectedBoard(String name, BoardKind kind, String about, Kernel kernel, String device) {
        this(name, kind, about, kernel, device, () -> {});
    }

    /** The same under its name in boards.toml. */
    ConnectedBoard called(String otherName) {
        return new ConnectedBoard(otherName, kind, about, kernel, device, behind, caveat, known, lab);
    }

    /** The same board for another user, who closes it without ending it. */
    ConnectedBoard shared() {
        return new ConnectedBoard(name, kind, about, kernel, device, () -> {}, caveat, known, null);
    }

    /** The same board with a layer in front of its kernel; the name and the caveat tell its users of the layer. */
    ConnectedBoard behind(UnaryOperator<Kernel> front, String otherName, String otherCaveat) {
        return new ConnectedBoard(
                otherName,
                kind,
                about,
                front.apply(kernel),
                device,
                behind,
                caveat == null ? otherCaveat : caveat + ", " + otherCaveat,
                known,
                lab);
    }

    /** This board with what is known of its kernel. */
    public ConnectedBoard with(KnownKernel ofIt) {
        return new ConnectedBoard(name, kind, about, kernel, device, behind, caveat, ofIt, lab);
    }

    /** The same board of a lab, which keeps its console. */
    ConnectedBoard of(LabUse use) {
        return new ConnectedBoard(
                name,
                kind,
                about,
                kernel,
                device,
                behind,
                caveat,
                new KnownKernel(known.symbols(), use::console, known.git(), known.config()),
                use);
    }

    /** Ends what was started for it, and this use of a lab. */
    public void end() {
        try {
            behind.run();
        } finally {
            if (lab != null) {
                lab.close();
            }
        }
    }

    /**
     * Opens its KVM for a user who closes it without ending the board; the board keeps running if that is refused.
     *
     * @throws BoardUnavailable if its KVM cannot be opened
     */
    public Board openShared() throws BoardUnavailable {
        return shared().open();
    }

    /** Opens its KVM; where that is refused, what was started for the board ends. */
    Board open() throws BoardUnavailable {
        boolean opened = false;
        try {
            Board board = board();
            opened = true;
            return board;
        } catch (BoardLost e) {
            throw new BoardUnavailable(name + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                end();
            }
        }
    }

    private Board board() throws BoardUnavailable {
        TracingKernel traced = new TracingKernel(kernel);
        CallRing opening = new CallRing();
        traced.keepIn(opening);
        IoctlResult<Kvm> answer = CallOrigin.OPENING.during(() -> Kvm.open(traced, device));
        if (!answer.ok()) {
            throw new BoardUnavailable(
                    place() + explain("open", answer.errno()) + WhyNoKvm.lines(answer.errno(), kernel, known));
        }
        Kvm kvm = answer.get();
        IoctlResult<Integer> version = CallOrigin.OPENING.during(kvm::apiVersion);
        long known = kernel.abi().constant("KVM_API_VERSION");
        if (!version.ok() || version.get() != known) {
            kvm.close();
            throw new BoardUnavailable(place()
                    + (version.ok()
                            ? "its API version is " + version.get() + ", not " + known
                            : explain("KVM_GET_API_VERSION", version.errno())));
        }
        return new Board(this, traced, kvm, opening.calls());
    }

    /** This machine's device needs only its path. */
    private String place() {
        return kind == BoardKind.REAL && caveat == null ? device + ": " : device + " on " + name + ": ";
    }

    private String explain(String call, int errno) {
        String rules = Rulebook.of(kernel.abi().arch(), call, errno).stream()
                .map(Rule::toString)
                .collect(Collectors.joining("; or "));
        return Errno.describe(errno) + ": " + (rules.isEmpty() ? Diagnosis.noneKnown(call, errno) : rules);
    }
}
