package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * A guest of a few instructions that finds out which stops work: two no-ops, a write to memory, and an exit. Any
 * exception also ends with an exit, so that it never runs for long.
 */
public interface ProbeGuest {
    /** The content of guest memory from address 0 on. */
    byte[] memory();

    /** The second instruction, which a breakpoint is for. */
    long instruction();

    /** The address that the third instruction writes to. */
    long written();

    /** Puts a vCPU that was just created before the first instruction. */
    void start(Vm vm, Vcpu vcpu);
}
