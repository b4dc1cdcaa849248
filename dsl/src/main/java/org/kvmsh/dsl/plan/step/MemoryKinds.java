package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Guest memory that is more than zeroed pages: what of it a board has. Rules: api.rst 4.35, 4.140, 4.142;
 * hugetlbpage.rst.
 */
public final class MemoryKinds {
    private static final String PRIVATE_VM = "KVM_X86_SW_PROTECTED_VM";

    private MemoryKinds() {}

    /** Refuses memory that the board cannot have. */
    public static void check(MemoryConfig memory, HostFacts host) {
        int spaces = memory.space() == 0 ? 1 : host.capability("KVM_CAP_MULTI_ADDRESS_SPACE");
        if (memory.space() >= Math.max(1, spaces)) {
            throw new ScriptError(
                    memory.site(),
                    "space: " + memory.space() + " needs KVM_CAP_MULTI_ADDRESS_SPACE of at least "
                            + (memory.space() + 1) + "; on board " + host.boardName() + " it is " + spaces,
                    "x86 has address space 1 for SMM, if KVM is built with CONFIG_KVM_SMM");
        }
        if (memory.memfd()) {
            checkMemfd(memory, host);
        }
        if (memory.huge() != null) {
            checkHuge(memory, host);
        }
    }

    private static void checkMemfd(MemoryConfig memory, HostFacts host) {
        if (memory.readonly() || memory.log() || memory.huge() != null || memory.file() != null) {
            throw new ScriptError(
                    memory.site(),
                    "guestMemfd: cannot be combined with readonly:, log:, huge: or file:",
                    "virt/kvm/kvm_main.c, check_memory_region_flags");
        }
        Refusals.needsIoctl("guestMemfd:", "KVM_CREATE_GUEST_MEMFD", host, memory.site());
        if (host.capability("KVM_CAP_GUEST_MEMFD") == 0) {
            throw new ScriptError(
                    memory.site(),
                    "guestMemfd: needs KVM_CAP_GUEST_MEMFD, which board " + host.boardName() + " does not support",
                    "available in Linux 6.8 and later, with CONFIG_KVM_SW_PROTECTED_VM or on a processor that supports"
                            + " confidential VMs");
        }
        if (memfdFlags(host) == 0 && !hasPrivateVm(host)) {
            throw new ScriptError(
                    memory.site(),
                    "guestMemfd: needs GUEST_MEMFD_FLAG_MMAP and GUEST_MEMFD_FLAG_INIT_SHARED in"
                            + " KVM_CAP_GUEST_MEMFD_FLAGS, or VM type " + PRIVATE_VM + " in KVM_CAP_VM_TYPES; board "
                            + host.boardName() + " reports " + Bits64.hex(host.capability("KVM_CAP_GUEST_MEMFD_FLAGS"))
                            + " and " + Bits64.hex(host.capability("KVM_CAP_VM_TYPES")));
        }
    }

    private static boolean hasPrivateVm(HostFacts host) {
        return host.abi().hasConstant(PRIVATE_VM)
                && (host.capability("KVM_CAP_VM_TYPES") >> host.abi().constant(PRIVATE_VM) & 1) != 0;
    }

    /**
     * Memory that kvmsh can map and that is initially shared, available to any VM on a kernel that knows it (api.rst
     * 4.142); otherwise 0.
     */
    public static long memfdFlags(HostFacts host) {
        if (!host.abi().hasConstant("GUEST_MEMFD_FLAG_MMAP")
                || !host.abi().hasConstant("GUEST_MEMFD_FLAG_INIT_SHARED")) {
            return 0;
        }
        long both = host.abi().constant("GUEST_MEMFD_FLAG_MMAP") | host.abi().constant("GUEST_MEMFD_FLAG_INIT_SHARED");
        return (host.capability("KVM_CAP_GUEST_MEMFD_FLAGS") & both) == both ? both : 0;
    }

    /** The argument of KVM_CREATE_VM if memory requires a type of VM; otherwise 0. */
    public static long vmType(VmConfig config, HostFacts host) {
        return config.memory().stream().anyMatch(MemoryConfig::memfd) && memfdFlags(host) == 0 && hasPrivateVm(host)
                ? host.abi().constant(PRIVATE_VM)
                : 0;
    }

    private static void checkHuge(MemoryConfig memory, HostFacts host) {
        if (memory.file() != null) {
            throw new ScriptError(
                    memory.site(),
                    "huge: and file: are mutually exclusive",
                    "try: memory at: 0, size: 1.GB, huge: true; load at: 0, file: 'NAME'");
        }
        long page = page(memory, host);
        if (page == 0) {
            throw new ScriptError(
                    memory.site(),
                    "board " + host.boardName() + " has no huge pages: "
                            + host.hugePages().whyNot(memory.size(), page));
        }
        if (Long.bitCount(page) != 1 || page <= 0) {
            throw new ScriptError(
                    memory.site(),
                    "huge: must be true or a power-of-two page size, not " + Bits64.hex(page),
                    "try: huge: 2.MB");
        }
        String whyNot = host.hugePages().whyNot(memory.size(), page);
        if (whyNot != null) {
            throw new ScriptError(
                    memory.site(),
                    "board " + host.boardName() + " cannot back this memory with " + Bits64.size(page) + " huge pages: "
                            + whyNot);
        }
        if (memory.size() % page != 0 || memory.at() % page != 0) {
            throw new ScriptError(
                    memory.site(),
                    "at: and size: of huge-page memory must be multiples of the page size, " + Bits64.size(page),
                    "try: at: " + Bits64.hex(memory.at() & -page) + ", size: "
                            + Bits64.hex((memory.size() + page - 1) / page * page));
        }
    }

    /** Bytes of the huge pages that memory is to be in; 0 for ordinary ones. */
    public static long page(MemoryConfig memory, HostFacts host) {
        return memory.huge() == null
                ? 0
                : memory.huge() != 0 ? memory.huge() : host.hugePages().usual();
    }
}
