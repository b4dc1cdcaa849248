package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;

/**
 * The vCPU ids of an HV VM on a processor of ISA 3.00. Its virtual cores have one thread each, and as many as
 * KVM_CAP_MAX_VCPUS: KVM packs the ids of larger cores into them. Sources: arch/powerpc/kvm/book3s_hv.c,
 * kvmppc_core_vcpu_create_hv; kvm_book3s.h, kvmppc_pack_vcpu_id.
 */
final class Ppc64VcpuIdRules {
    private static final String CREATE = "arch/powerpc/kvm/book3s_hv.c:kvmppc_core_vcpu_create_hv";
    /** The packed id of the first vCPU of each block of KVM_CAP_MAX_VCPUS ids. */
    private static final long[] BLOCKS = {0, 4, 2, 6, 1, 5, 3, 7};

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            EINVAL,
                            "in an HV VM, the vCPU id is not less than KVM_CAP_MAX_VCPUS times the threads per virtual"
                                    + " core",
                            CREATE,
                            request -> Ppc64VmRules.isHypervisor(request) == Boolean.TRUE && most(request) > 0
                                    ? limit(request)
                                    : of(Ppc64VcpuIdRules::limit).of(request)),
                    Rule.of(
                                    EINVAL,
                                    "in an HV VM, this vCPU id packs to the virtual core of another vCPU",
                                    CREATE,
                                    of(Ppc64VcpuIdRules::collision))
                            .asConsequence())
            .map(rule -> rule.on("KVM_CREATE_VCPU").in(Arch.PPC64).since(4, 19))
            .toList();

    private Ppc64VcpuIdRules() {}

    /** The radix MMU and the hash MMU of ISA 3.00 are HV's alone. */
    private static Check of(Check check) {
        return request -> request.facts().capability("KVM_CAP_PPC_MMU_RADIX") == 0
                        && request.facts().capability("KVM_CAP_PPC_MMU_HASH_V3") == 0
                ? Finding.KEPT
                : most(request) <= 0 ? Finding.UNKNOWN : check.of(request);
    }

    private static long most(Request request) {
        return request.facts().capability("KVM_CAP_MAX_VCPUS");
    }

    private static Finding limit(Request request) {
        long end = most(request) * request.vm().threads();
        long id = CreatedVcpu.idOf(request.value());
        return id >= end
                ? Finding.broken("vCPU id " + id + " is not less than KVM_CAP_MAX_VCPUS, "
                        + most(request) + ", times " + request.vm().threads()
                        + (request.vm().threads() == 1 ? " thread" : " threads")
                        + " per virtual core (KVM_CAP_PPC_SMT)")
                : Finding.KEPT;
    }

    private static Finding collision(Request request) {
        long asked = CreatedVcpu.idOf(request.value());
        Long other = request.vm().vcpus().stream()
                .filter(id -> id != asked && packed(request, id) == packed(request, asked))
                .findFirst()
                .orElse(null);
        return other != null
                ? Finding.broken("vCPU id " + asked + " packs to the virtual core of vCPU " + other)
                : Finding.KEPT;
    }

    /** Negative for an id beyond the last block. */
    private static long packed(Request request, long id) {
        long block = id / most(request) * (BLOCKS.length / request.vm().threads());
        return block < 0 || block >= BLOCKS.length ? -1 : id % most(request) + BLOCKS[(int) block];
    }
}
