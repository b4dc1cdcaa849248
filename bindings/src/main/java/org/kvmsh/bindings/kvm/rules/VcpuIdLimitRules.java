package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;

/**
 * KVM_CAP_MAX_VCPU_ID of x86, which limits the ids of a VM's vCPUs. Sources: api.rst 7.32; arch/x86/kvm/x86.c,
 * kvm_vm_ioctl_enable_cap and kvm_arch_vcpu_precreate.
 */
final class VcpuIdLimitRules {
    private static final String LIMIT = "KVM_CAP_MAX_VCPU_ID";
    private static final String CODE = "arch/x86/kvm/x86.c";
    private static final String DOCUMENT = "api.rst 7.32 KVM_CAP_MAX_VCPU_ID";

    static final List<Rule> RULES = Stream.of(
                    Rule.of(EINVAL, "args[0] is above KVM_CAP_MAX_VCPU_ID", DOCUMENT, enabled(request -> {
                                long asked = request.field("args[0]");
                                int most = request.facts().capability(LIMIT);
                                return Long.compareUnsigned(asked, most) > 0
                                        ? Finding.broken("args[0] is " + Long.toUnsignedString(asked)
                                                + ", above KVM_CAP_MAX_VCPU_ID (" + most + ")")
                                        : Finding.KEPT;
                            }))
                            .on("KVM_ENABLE_CAP"),
                    Rule.of(
                                    EINVAL,
                                    "the VM's vCPU id limit is already set to another value; creating the first vCPU also"
                                            + " sets it",
                                    DOCUMENT,
                                    enabled(VcpuIdLimitRules::changes))
                            .on("KVM_ENABLE_CAP")
                            .asConsequence(),
                    Rule.of(
                                    EINVAL,
                                    "args[0] is below the id set by KVM_SET_BOOT_CPU_ID",
                                    CODE,
                                    enabled(request ->
                                            Long.compareUnsigned(request.vm().bootCpu(), request.field("args[0]")) > 0
                                                    ? Finding.broken("args[0] is " + request.field("args[0]")
                                                            + ", below the boot vCPU id "
                                                            + request.vm().bootCpu() + " (set by KVM_SET_BOOT_CPU_ID)")
                                                    : Finding.KEPT))
                            .about("on=vm cap=KVM_CAP_MAX_VCPU_ID")
                            .on("KVM_ENABLE_CAP")
                            .since(6, 11),
                    Rule.of(
                                    EINVAL,
                                    "the id is above KVM_CAP_MAX_VCPU_ID, or above the limit set by enabling it",
                                    CODE,
                                    VcpuIdLimitRules::boot)
                            .on("KVM_SET_BOOT_CPU_ID")
                            .since(6, 11))
            .map(rule -> rule.in(Arch.X86_64))
            .toList();

    private VcpuIdLimitRules() {}

    private static Finding boot(Request request) {
        long most = request.facts().capability(LIMIT);
        long set = request.vm().vcpuIdLimit();
        boolean isSet = set != 0 && Long.compareUnsigned(set, most) < 0;
        return most != 0 && Long.compareUnsigned(request.value(), isSet ? set : most) > 0
                ? Finding.broken("vCPU id " + Long.toUnsignedString(request.value()) + " is above "
                        + (isSet ? set + ", this VM's limit set by KVM_CAP_MAX_VCPU_ID" : LIMIT + " (" + most + ")"))
                : Finding.KEPT;
    }

    /** An id of more than 32 bits. */
    static Finding wide(Request request) {
        return Finding.broken("vCPU id " + NumbersInWords.hex(request.value()) + " does not fit in 32 bits");
    }

    /** An id that the VM already has. */
    static Finding exists(Request request) {
        long id = CreatedVcpu.idOf(request.value());
        return Finding.broken("the VM already has vCPU " + id
                + (request.value() == id ? "" : "; bits 32 to 63 of the id are ignored"));
    }

    /** An id on a VM whose limit is set. */
    static Finding limited(Request request) {
        long limit = request.vm().vcpuIdLimit();
        long id = CreatedVcpu.idOf(request.value());
        return Long.compareUnsigned(id, limit) >= 0
                ? Finding.broken(
                        "vCPU id " + id + " is not less than " + limit + ", this VM's limit set by KVM_CAP_MAX_VCPU_ID")
                : Finding.KEPT;
    }

    private static Check enabled(Check check) {
        return request -> request.isOn(FdKind.VM)
                        && request.asked().abi().hasConstant(LIMIT)
                        && request.field("cap") == request.constant(LIMIT)
                        && request.facts().capability(LIMIT) != 0
                ? check.of(request)
                : Finding.KEPT;
    }

    private static Finding changes(Request request) {
        long set = request.vm().vcpuIdLimit();
        long limit = set != 0 || request.vm().vcpus().isEmpty()
                ? set
                : request.facts().capability(LIMIT);
        return limit == 0 || request.field("args[0]") == limit
                ? Finding.KEPT
                : Finding.broken(
                        set != 0
                                ? "the vCPU id limit of this VM is already set to " + set
                                : LIMIT + " must be enabled before any vCPU is created; this VM already has "
                                        + IrqchipRules.vcpus(request.vm()));
    }
}
