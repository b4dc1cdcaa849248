package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.script.Bits64;

/** Tells that the page tables of {@code long64}, which are in guest memory, are no longer as kvmsh wrote them. */
final class OverwrittenTables {
    /** Accessed and Dirty, which the processor sets (Intel SDM volume 3, "Accessed and Dirty Flags"). */
    private static final long SET_BY_PROCESSOR = 1 << 5 | 1 << 6;

    private static final long ADDRESS = -1L << 12;

    private OverwrittenTables() {}

    static List<String> lines(StoppedVcpu stopped) {
        List<GuestRange> tables = stopped.chosen().stream()
                .filter(range -> range.what().equals(X86PageTables.WHAT))
                .toList();
        if (tables.isEmpty()) {
            return List.of();
        }
        try (Argument sregs = Argument.of(stopped.vcpu().kernel(), "kvm_sregs")) {
            stopped.vcpu().getSregs(sregs).get();
            // After a triple fault on AMD, cr3 has its INIT value, and any of them may have been the vCPU's.
            boolean reset = TripleFault.isReset(stopped.pc(), sregs);
            return tables.stream()
                    .map(GuestRange::at)
                    .filter(at -> reset || (sregs.get("cr3") & ADDRESS) == at)
                    .flatMap(at -> changed(at, stopped.memory().read(at, (int) X86PageTables.SIZE)))
                    .toList();
        }
    }

    private static Stream<String> changed(long at, byte... read) {
        if (read == null || read.length < X86PageTables.SIZE) {
            return Stream.of("the page tables of long64 at " + Bits64.hex(at) + " are no longer in guest memory");
        }
        ByteBuffer now = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer written = X86PageTables.bytes(at);
        for (int i = 0; i < X86PageTables.SIZE; i += Long.BYTES) {
            if (((now.getLong(i) ^ written.getLong(i)) & ~SET_BY_PROCESSOR) != 0) {
                return Stream.of(
                        "the page tables of long64, " + Bits64.size(X86PageTables.SIZE) + " at " + Bits64.hex(at)
                                + ", were overwritten: the first changed entry, at " + Bits64.hex(at + i) + ", is "
                                + Bits64.hex(now.getLong(i)) + "; kvmsh wrote " + Bits64.hex(written.getLong(i)),
                        "try: long64 ADDRESS, tables: ADDRESS, where the guest does not write");
            }
        }
        return Stream.of();
    }
}
