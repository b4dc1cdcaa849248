package org.kvmsh.dsl.arch.x86;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * The cause of a triple fault: an exception could not be delivered, nor could the double fault after it.
 *
 * <p>Source: Intel SDM volume 3, "Interrupt Descriptor Table (IDT)" and "Interrupt 8-Double Fault Exception".
 */
final class TripleFault {
    private static final int LONG_GATE = 16;
    private static final int GATE = 8;
    private static final int REAL_VECTOR = 4;
    /** The byte of a gate whose highest bit is Present. */
    private static final int ACCESS = 5;

    private static final int PRESENT = 0x80;
    /** The RIP that INIT leaves (Intel SDM volume 3, "Processor State After Reset"). */
    private static final long RESET_RIP = 0xfff0;

    private static final long RESET_BASE = 0xffff0000L;

    private static final String READY = "in 64-bit mode, try vectors true: exceptions then end the run with a report";

    private final Vcpu vcpu;
    private final Abi abi;
    private final ReadableMemory memory;
    private final List<String> lines = new ArrayList<>();
    /** Whether the guest has no gate for an exception. */
    private boolean isMissed;

    private TripleFault(StoppedVcpu stopped) {
        this.vcpu = stopped.vcpu();
        this.abi = vcpu.kernel().abi();
        this.memory = stopped.memory();
    }

    static List<String> lines(StoppedVcpu stopped) {
        TripleFault fault = new TripleFault(stopped);
        fault.explain(stopped);
        return fault.lines;
    }

    private void explain(StoppedVcpu stopped) {
        long last = lastException();
        if (last > 0) {
            lines.add("last exception that KVM injected: " + Vectors.text(abi, last));
        }
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            if (isReset(stopped.pc(), sregs)) {
                lines.add("the registers already have their INIT values: on AMD, KVM resets the vCPU on a triple fault"
                        + " (arch/x86/kvm/svm/svm.c, shutdown_interception)");
                lines.add("try: single-step to the fault, or stop at a breakpoint before it, to see the IDT and the"
                        + " registers there");
                lines.add(READY);
                return;
            }
            if (last == abi.constant("PF_VECTOR")) {
                lines.add("cr2 0x" + Long.toHexString(sregs.get("cr2")) + ": the address of the last page fault");
            }
            idt(sregs, last);
            if (stopped.code() != null && SseCode.isOff(sregs, stopped.code())) {
                lines.add(SseCode.WHY);
            }
            if ((sregs.get("efer") & ControlBits.EFER_LMA) != 0 && isMissed) {
                lines.add(READY);
            }
        }
    }

    /** Whether a vCPU has the pc that INIT leaves. */
    static boolean isReset(long pc, Argument sregs) {
        return pc == RESET_BASE + RESET_RIP && sregs.get("cs.base") == RESET_BASE;
    }

    /** KVM keeps the number of the last injected exception, even after its delivery; 0 is #DE or none. */
    private long lastException() {
        try (Argument events = Argument.of(vcpu.kernel(), "kvm_vcpu_events")) {
            return vcpu.ioctl("KVM_GET_VCPU_EVENTS", events).ok() ? events.get("exception.nr") : 0;
        }
    }

    private void idt(Argument sregs, long last) {
        long base = sregs.get("idt.base");
        long limit = sregs.get("idt.limit");
        boolean real = (sregs.get("cr0") & ControlBits.CR0_PE) == 0;
        int size = real ? REAL_VECTOR : (sregs.get("efer") & ControlBits.EFER_LMA) != 0 ? LONG_GATE : GATE;
        lines.add("IDT base 0x" + Long.toHexString(base) + ", limit 0x" + Long.toHexString(limit)
                + (limit < size - 1 ? ": it has no gates, so the first exception causes a triple fault" : ""));
        if (limit < size - 1) {
            isMissed = true;
            return;
        }
        long doubleFault = abi.constant("DF_VECTOR");
        LongStream.of(last, doubleFault)
                .filter(vector -> vector > 0)
                .distinct()
                .forEach(vector -> gate(sregs, vector, base + vector * size, vector * size + size - 1 <= limit, real));
    }

    private void gate(Argument sregs, long vector, long address, boolean within, boolean real) {
        String text = Vectors.text(abi, vector);
        if (!within) {
            lines.add(text + ": beyond the IDT's limit");
            isMissed = true;
            return;
        }
        byte[] gate = real ? null : read(sregs, address);
        if (!real && gate == null) {
            lines.add(text + ": its gate at 0x" + Long.toHexString(address) + " is not in any memslot, or not mapped");
        } else if (!real && (gate[ACCESS] & PRESENT) == 0) {
            lines.add(text + ": its gate at 0x" + Long.toHexString(address) + " is not present");
            isMissed = true;
        }
    }

    private byte[] read(Argument sregs, long linear) {
        long physical = X86ProgramCounter.physical(vcpu, sregs, linear);
        return physical == ProgramCounter.NOWHERE ? null : memory.read(physical, GATE);
    }
}
