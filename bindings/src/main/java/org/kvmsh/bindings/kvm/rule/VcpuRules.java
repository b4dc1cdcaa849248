package org.kvmsh.bindings.kvm.rule;

import java.util.ArrayList;
import java.util.List;

/** KVM_CREATE_VCPU. Sources: api.rst 4.7; virt/kvm/kvm_main.c, kvm_vm_ioctl_create_vcpu. */
final class VcpuRules implements CallRules {
    private static final String DOCUMENT = " (api.rst 4.7)";

    @Override public List<String> broken(Refused refused) {
        List<String> broken = new ArrayList<>();
        long id = refused.value();
        // The hypervisor mode of powerpc looks for its place before the id, and has EINVAL for it.
        if ((refused.is("EEXIST") || refused.is("EINVAL")) && refused.vm().vcpus().contains(id)) {
            broken.add("the VM has a vCPU " + id + " (virt/kvm/kvm_main.c)");
        } else if (refused.is("EINVAL")) {
            int most = refused.facts().capability("KVM_CAP_MAX_VCPUS");
            int named = refused.facts().capability("KVM_CAP_MAX_VCPU_ID");
            int end = named == 0 ? most : named;
            if (id < 0 || end > 0 && id >= end) {
                broken.add("the id " + Long.toUnsignedString(id) + " is not below " + (named == 0 ? "KVM_CAP_MAX_VCPUS, " : "KVM_CAP_MAX_VCPU_ID, ") + end + DOCUMENT);
            } else if (most > 0 && refused.vm().vcpus().size() >= most) {
                broken.add("the VM has KVM_CAP_MAX_VCPUS vCPUs, " + most + DOCUMENT);
            }
        }
        return broken;
    }
}
