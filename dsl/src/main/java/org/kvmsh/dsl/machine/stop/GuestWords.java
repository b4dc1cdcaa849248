package org.kvmsh.dsl.machine.stop;

import java.nio.ByteOrder;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/** Numbers and code at a vCPU's addresses, through its translation where KVM or kvmsh has it. */
public final class GuestWords {
    private GuestWords() {}

    /** Bytes of code; null if kvmsh cannot read them. */
    public static byte[] code(Bringup made, VcpuEngine vcpu, long address, int bytes) {
        long physical = vcpu.counter().code(vcpu.vcpu(), address).physical();
        return physical == ProgramCounter.NOWHERE ? null : made.read(physical, bytes);
    }

    /** @throws GuestStack.Unmapped if the address leads to no memory */
    public static long of(Bringup made, VcpuEngine vcpu, long address, int bytes) {
        long physical = vcpu.physical(address);
        if (physical == ProgramCounter.NOWHERE) {
            throw new GuestStack.Unmapped(vcpu.whyNowhere(address));
        }
        byte[] read = made.read(physical, bytes);
        if (read == null) {
            throw new GuestStack.Unmapped(Bits64.hex(address) + " is not in any memslot");
        }
        CodeMode mode = Architecture.of(vcpu.vcpu().kernel().abi()).mode(vcpu.vcpu());
        ByteOrder order = mode == null ? vcpu.vcpu().kernel().abi().order() : mode.order();
        return new HeapRegion(read, order).get(0, bytes);
    }
}
