package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;

/** KVM_CREATE_VCPU, in the order of virt/kvm/kvm_main.c, kvm_vm_ioctl_create_vcpu. Source: api.rst 4.7. */
final class VcpuRules {
    private static final String DOCUMENT = "api.rst 4.7";

    private static final Check EXISTS = VcpuRules::exists;

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    EINVAL,
                                    "the id does not fit in 32 bits",
                                    "virt/kvm/kvm_main.c:kvm_vm_ioctl_create_vcpu",
                                    request -> request.value() == CreatedVcpu.idOf(request.value())
                                            ? Finding.KEPT
                                            : VcpuIdLimitRules.wide(request))
                            .since(6, 11),
                    Rule.of(EINVAL, "the id is not less than KVM_CAP_MAX_VCPU_ID", DOCUMENT, VcpuRules::id),
                    Rule.of(
                                    EINVAL,
                                    "the id is not less than the limit set by enabling KVM_CAP_MAX_VCPU_ID",
                                    "api.rst 7.32 KVM_CAP_MAX_VCPU_ID",
                                    request -> request.vm().vcpuIdLimit() == 0
                                            ? Finding.KEPT
                                            : VcpuIdLimitRules.limited(request))
                            .in(Arch.X86_64)
                            .asConsequence(),
                    Rule.of(EINVAL, "the VM already has KVM_CAP_MAX_VCPUS vCPUs", DOCUMENT, VcpuRules::count)
                            .asConsequence(),
                    // Since 4.19, powerpc's hypervisor mode allocates the vCPU's slot before checking the id, and
                    // returns EINVAL; problem state returns EEXIST.
                    Rule.of(EINVAL, "the VM already has a vCPU with this id", "arch/powerpc/kvm/book3s_hv.c", EXISTS)
                            .or(EEXIST)
                            .in(Arch.PPC64)
                            .since(4, 19)
                            .asConsequence(),
                    Rule.of(EEXIST, "the VM already has a vCPU with this id", "virt/kvm/kvm_main.c", EXISTS)
                            .in(Arch.PPC64)
                            .before(4, 19)
                            .asConsequence(),
                    Rule.of(EEXIST, "the VM already has a vCPU with this id", "virt/kvm/kvm_main.c", EXISTS)
                            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.S390X)
                            .asConsequence())
            .map(rule -> rule.on("KVM_CREATE_VCPU"))
            .toList();

    private VcpuRules() {}

    private static Finding id(Request request) {
        long id = CreatedVcpu.idOf(request.value());
        if (id == 0) {
            return Finding.KEPT;
        }
        int named = request.facts().capability("KVM_CAP_MAX_VCPU_ID");
        int end = named == 0 ? request.facts().capability("KVM_CAP_MAX_VCPUS") : named;
        return end == 0
                ? Finding.UNKNOWN
                : id >= end
                        ? Finding.broken("vCPU id " + id + " is not less than "
                                + (named == 0 ? "KVM_CAP_MAX_VCPUS, " : "KVM_CAP_MAX_VCPU_ID, ") + end)
                        : Finding.KEPT;
    }

    private static Finding count(Request request) {
        if (request.vm().vcpus().isEmpty()) {
            return Finding.KEPT;
        }
        int most = request.facts().capability("KVM_CAP_MAX_VCPUS");
        return most == 0
                ? Finding.UNKNOWN
                : request.vm().vcpus().size() >= most
                        ? Finding.broken("the VM already has KVM_CAP_MAX_VCPUS vCPUs, " + most)
                        : Finding.KEPT;
    }

    private static Finding exists(Request request) {
        return request.vm().vcpus().contains(CreatedVcpu.idOf(request.value()))
                ? VcpuIdLimitRules.exists(request)
                : Finding.KEPT;
    }
}
