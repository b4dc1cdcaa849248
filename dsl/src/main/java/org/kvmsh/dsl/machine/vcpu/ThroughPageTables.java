package org.kvmsh.dsl.machine.vcpu;

import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.register.ProgramCounter;

/** A program counter of an architecture that has no KVM_TRANSLATE: addresses are looked up in the guest's memory. */
record ThroughPageTables(ProgramCounter own, PageTables tables, ReadableMemory memory) implements ProgramCounter {
    @Override
    public long address(Vcpu vcpu) {
        return own.address(vcpu);
    }

    @Override
    public long address(Vcpu vcpu, DebugExit exit) {
        return own.address(vcpu, exit);
    }

    @Override
    public byte[] halt() {
        return own.halt();
    }

    @Override
    public Code code(Vcpu vcpu, long address) {
        Code code = own.code(vcpu, address);
        return code.physical() != NOWHERE
                ? code
                : new Code(tables.physical(vcpu, memory, address), code.mode(), code.sum());
    }

    @Override
    public String whyNowhere() {
        return "its page tables do not map it";
    }

    @Override
    public long data(Vcpu vcpu, long address) {
        long physical = own.data(vcpu, address);
        return physical != NOWHERE ? physical : tables.physical(vcpu, memory, address);
    }
}
