package org.kvmsh.bindings.trace;

import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.Request;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.PointedMemory;
import org.kvmsh.bindings.kvm.state.VmStates;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/**
 * Follows the calls on a board from its first VM on, so that the rules which a refused call breaks can be found from
 * the calls alone.
 */
public final class FollowedCalls {
    private final Supplier<Abi> abi;
    private final Supplier<? extends Facts> facts;
    private final VmStates vms = new VmStates();

    /** @param facts of the board; a rule may ask them when a call was refused */
    public FollowedCalls(Supplier<Abi> abi, Supplier<? extends Facts> facts) {
        this.abi = abi;
        this.facts = facts;
    }

    /** Takes the next call, which returned; of a refused ioctl the rules behind its errno, null of any other call. */
    public Diagnosis next(TracedCall call) {
        if (call.name().equals("close")) {
            vms.closed(call.fd(), abi.get());
        }
        Ioctl ioctl = call.ioctl(abi.get());
        if (ioctl == null) {
            return null;
        }
        CallRequest asked = request(call, ioctl);
        if (call.answer() >= 0) {
            vms.took(asked, call.fd(), call.answer());
            return null;
        }
        return Rulebook.diagnose(
                new Request(asked, vms.of(call.fd()), vms.part(call.fd()), facts.get()), -call.answer());
    }

    /** The request as the kernel got it; for a call that succeeded, as the kernel left it, with what it created. */
    private CallRequest request(TracedCall call, Ioctl ioctl) {
        Struct struct = ioctl.struct();
        FdKind on = call.on();
        boolean after = call.answer() >= 0;
        if (struct == null || call.memory().isEmpty() || bytes(call.memory().get(0), after).length < struct.size()) {
            return new CallRequest(
                    call.name(), on, abi.get(), call.plain().isEmpty() ? 0 : NumberText.read(call.plain()), null, null);
        }
        Region[] reached = call.memory().stream()
                .skip(1)
                .map(piece -> region(piece, after))
                .toArray(Region[]::new);
        return new CallRequest(
                call.name(), on, abi.get(), 0, struct, region(call.memory().get(0), after), PointedMemory.of(reached));
    }

    private Region region(Piece piece, boolean after) {
        return new HeapRegion(piece.address(), bytes(piece, after), abi.get().order());
    }

    private static byte[] bytes(Piece piece, boolean after) {
        byte[] bytes = after ? piece.out() : piece.in();
        return bytes == null ? new byte[0] : bytes;
    }
}
