package org.kvmsh.bindings.check;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.rules.Facts;

/** The facts of a board that its KVM device tells, each asked once. */
final class SystemFacts implements Facts {
    private final Kvm kvm;
    private final Map<String, Integer> capabilities = new ConcurrentHashMap<>();
    /** Negative until it is asked for. */
    private long target = -1;

    SystemFacts(Kvm kvm) {
        this.kvm = kvm;
    }

    @Override
    public int capability(String name) {
        return capabilities.computeIfAbsent(
                name, capability -> kvm.kernel().abi().hasConstant(capability) ? kvm.capability(capability) : 0);
    }

    /** The processor that KVM_ARM_PREFERRED_TARGET has for this host's vCPUs, asked of a VM of its own. */
    long preferredTarget() {
        if (target < 0) {
            try (Vm vm = kvm.createVm(0).value();
                    Argument argument = Argument.of(kvm.kernel(), "kvm_vcpu_init")) {
                vm.ioctl("KVM_ARM_PREFERRED_TARGET", argument);
                target = argument.get("target");
            }
        }
        return target;
    }

    @Override
    public int pageSize() {
        return kvm.kernel().pageSize();
    }

    @Override
    public String release() {
        return kvm.kernel().release();
    }
}
