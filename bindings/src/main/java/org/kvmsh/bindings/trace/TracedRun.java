package org.kvmsh.bindings.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.KeptExit;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** The KVM_RUNs of one vCPU: what was written to its kvm_run before each, and its content after it. */
final class TracedRun {
    private final int fd;
    private final Region page;
    private final int request;
    private final int length;
    private final int reason;
    private final int io;
    private final int dataOffset;
    private final int size;
    private final int count;
    private byte[] left = {};
    private Piece values;

    /** @param page the vCPU's kvm_run */
    TracedRun(Abi abi, int fd, Region page) {
        Struct layout = abi.struct("kvm_run");
        this.fd = fd;
        this.page = page;
        length = KeptExit.length(abi);
        request = abi.ioctl(TracedCall.RUN).request();
        reason = layout.offset("exit_reason");
        io = (int) abi.constant("KVM_EXIT_IO");
        dataOffset = layout.offset("io.data_offset");
        size = layout.offset("io.size");
        count = layout.offset("io.count");
    }

    /** Reads what the next call is given. */
    List<Piece> before() {
        byte[] now = page.bytes(0, length);
        List<Piece> given = new ArrayList<>(3);
        given.add(new Piece(0, length, Arrays.equals(now, left) ? left : now, null));
        if (values != null) {
            given.add(new Piece(
                    values.address(), values.size(), page.bytes(values.address(), (int) values.size()), null));
        }
        return given;
    }

    /**
     * @param given what {@link #before} read
     * @param began when the call was made, in nanoseconds since the start of the trace
     */
    TracedCall call(List<Piece> given, int answer, long began, long nanos) {
        return new TracedCall(
                nanos,
                nanos - began,
                FdKind.VCPU,
                fd,
                TracedCall.RUN,
                request,
                "",
                List.of(after(given, answer)),
                answer,
                CallOrigin.current());
    }

    /** The memory that the call was given, with what the call left in it. */
    Piece[] after(List<Piece> given, int answer) {
        byte[] was = given.get(0).in();
        byte[] now = page.bytes(0, length);
        left = Arrays.equals(now, was) ? was : now;
        given.set(0, new Piece(0, length, was, left));
        values = null;
        if (answer == 0 && page.getInt(reason) == io) {
            long at = page.getLong(dataOffset);
            byte[] brought = page.bytes(at, page.getByte(size) * page.getInt(count));
            values = new Piece(at, brought.length, null, brought);
            given.add(values);
        }
        return given.toArray(Piece[]::new);
    }
}
