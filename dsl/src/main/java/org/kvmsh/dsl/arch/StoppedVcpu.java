package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.plan.step.GuestRange;

/**
 * A vCPU outside KVM_RUN whose run ended unexpectedly.
 *
 * @param exit the exit that ended it, or null
 * @param errno KVM_RUN's; 0 if it was not refused
 * @param pc where the vCPU is, as breakpoints have it
 * @param code the bytes there; null if the address is not in any memslot
 * @param instruction the first of them in words; empty if the system cannot disassemble
 * @param memory the guest's memory
 * @param chosen the parts of it that kvmsh filled although the script loaded nothing there
 */
public record StoppedVcpu(
        Vcpu vcpu,
        Exit exit,
        int errno,
        long pc,
        byte[] code,
        String instruction,
        ReadableMemory memory,
        List<GuestRange> chosen) {
    /** Whether an exit of that name ended the run. */
    public boolean isAt(String name) {
        return exit != null && exit.name().equals(name);
    }

    /** Whether KVM_RUN returned an errno. */
    public boolean isRefused(Errno with) {
        return errno == with.number();
    }

    /** {@code 0x1000 (ud2)}. */
    public String place() {
        return "0x" + Long.toHexString(pc) + (instruction.isEmpty() ? "" : " (" + instruction + ")");
    }
}
