package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.Paging;

/** The page tables that a vCPU's CR3 leads to. */
final class Cr3PageTables implements PageTables {
    @Override
    public List<Paging> all(Vcpu vcpu, ReadableMemory memory) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            Paging paging = Cr3Paging.of(sregs);
            return paging == null ? List.of() : List.of(paging);
        }
    }

    /**
     * In PAE paging, the processor has read the first table when CR3 was loaded, and KVM reads it again in
     * KVM_SET_SREGS. Source: Intel SDM volume 3, "PDPTE Registers"; arch/x86/kvm/x86.c, __set_sregs.
     */
    @Override
    public void written(Vcpu vcpu) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            if (Cr3Paging.of(sregs).isPae()) {
                vcpu.setSregs(sregs).get();
            }
        }
    }
}
