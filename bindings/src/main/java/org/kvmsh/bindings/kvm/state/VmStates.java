package org.kvmsh.bindings.kvm.state;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.abi.Abi;

/**
 * The states of VMs by the descriptors of each VM and of its vCPUs and devices, followed from the calls that succeed.
 */
public final class VmStates {
    private final Map<Integer, VmState> vms = new ConcurrentHashMap<>();

    /**
     * The VM of a descriptor; null if it has none.
     *
     * @param fd of the VM, or of one of its vCPUs or devices
     */
    public VmState of(int fd) {
        return vms.get(fd);
    }

    /**
     * The vCPU or device of a descriptor; null for any other.
     *
     * @param fd any descriptor
     */
    public VmMember part(int fd) {
        VmState vm = vms.get(fd);
        return vm == null ? null : vm.part(fd);
    }

    /**
     * A call that the kernel took.
     *
     * @param fd the call's descriptor
     * @param answer the kernel's result
     */
    public void took(CallRequest asked, int fd, int answer) {
        VmState vm = vms.get(fd);
        if (asked.call().equals("KVM_CREATE_VM")) {
            vms.put(answer, new VmState(asked.value()));
        } else if (vm != null && asked.isWhole()) {
            vm.took(asked, fd, answer);
            int made = asked.call().equals("KVM_CREATE_VCPU")
                    ? answer
                    : asked.call().equals("KVM_CREATE_DEVICE") ? (int) asked.field("fd") : fd;
            if (vm.part(made) != null) {
                vms.put(made, vm);
            }
        }
    }

    /**
     * Records that a descriptor was closed.
     *
     * @param fd the closed one
     */
    public void closed(int fd, Abi abi) {
        VmState vm = vms.remove(fd);
        if (vm != null) {
            vm.closed(fd, abi);
        }
    }

    /** The VMs that have an open descriptor, their own or that of a vCPU or device. */
    public Collection<VmState> all() {
        return Set.copyOf(vms.values());
    }
}
