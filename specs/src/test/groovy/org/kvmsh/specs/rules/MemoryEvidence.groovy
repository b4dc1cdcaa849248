package org.kvmsh.specs.rules

/** Of memory slots. userspace_addr need not be memory of the process: only the guest's first access needs it. */
class MemoryEvidence {
    private static final String SPACES = '[1, kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MULTI_ADDRESS_SPACE)].max()'
    private static final String SLOTS = 'kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS)'
    private static final String BITS = 'kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_VM_GPA_BITS)'
    private static final String EXISTS = 'the memslot already exists, and the call '
    private static final String OLD = 'of a kernel of 2011 with real mode areas: PowerpcKernelsOf2011Spec has it of a model'

    private static final String LOGGED = 'memory at: 0, size: 64.KB; memory at: 0x10000, size: 64.KB, log: true'

    static final List<RuleEvidence> ALL = [
        slot('flags has an unknown bit', 'flags: 0x80', 'flags: KVM_MEM_LOG_DIRTY_PAGES'),
        slot('KVM_MEM_GUEST_MEMFD without KVM_SET_USER_MEMORY_REGION2, or without KVM_CAP_GUEST_MEMFD', 'flags: KVM_MEM_GUEST_MEMFD', 'flags: 0'),
        slot('KVM_MEM_READONLY without KVM_CAP_READONLY_MEM, or together with KVM_MEM_GUEST_MEMFD', 'flags: KVM_MEM_READONLY | KVM_MEM_GUEST_MEMFD', 'flags: KVM_MEM_READONLY', in: ['X86_64', 'ARM64', 'RISCV64']),
        slot('KVM_MEM_READONLY without KVM_CAP_READONLY_MEM, or together with KVM_MEM_GUEST_MEMFD', 'flags: KVM_MEM_READONLY', 'flags: 0', in: ['PPC64']),
        slot('memory_size is not a multiple of the page size', 'memory_size: 0x10800', 'memory_size: 0x20000'),
        slot('guest_phys_addr is not a multiple of the page size', 'guest_phys_addr: 0x10800', 'guest_phys_addr: 0x10000'),
        slot('userspace_addr is not a multiple of the page size', 'userspace_addr: 0x200000000800', 'userspace_addr: 0x200000000000'),
        // The last address itself is beyond those of x86, arm64 and riscv64.
        slot('guest_phys_addr + memory_size exceeds 64 bits', 'guest_phys_addr: -0x10000, memory_size: 0x20000', 'guest_phys_addr: -0x20000', but: [X86_64: 'EINVAL', ARM64: 'EFAULT', RISCV64: 'EFAULT']),
        // Just below it the kernel would need 16 GiB for its own tables.
        slot('the memslot has more than 2^31 - 1 pages', 'memory_size: 0x800000000000', 'memory_size: 0x10000000'),
        slot("slot is not less than KVM_CAP_NR_MEMSLOTS", "slot: $SLOTS", "slot: $SLOTS - 1"),
        slot('bits 16 to 31 of slot select an address space that the VM does not have', "slot: ($SPACES << 16) | 3", "slot: ($SPACES - 1 << 16) | 3"),
        slot('memory_size is 0 (delete), but the memslot does not exist', 'slot: 2, memory_size: 0', 'slot: 1, memory_size: 0'),
        slot(EXISTS + 'changes its size', 'slot: 1, memory_size: 0x20000', 'slot: 1'),
        slot(EXISTS + 'changes its userspace_addr', 'slot: 1, userspace_addr: 0x310000000000', 'slot: 1, userspace_addr: 0x300000000000'),
        slot(EXISTS + 'changes its KVM_MEM_READONLY flag', 'slot: 1, flags: KVM_MEM_READONLY', 'slot: 1, flags: KVM_MEM_LOG_DIRTY_PAGES'),
        slot(EXISTS + 'changes a memslot with a guest_memfd; it can only be deleted', 'slot: 1, flags: KVM_MEM_GUEST_MEMFD', 'slot: 1, memory_size: 0'),
        slot('userspace_addr + memory_size is outside the user address space', 'userspace_addr: 0x7ffffff00000000', 'userspace_addr: 0x7ffffffe0000'),
        RuleEvidence.of('KVM_SET_USER_MEMORY_REGION', 'EEXIST', 'the guest physical range overlaps another memslot', region('guest_phys_addr: 0x80000000'), region('guest_phys_addr: 0x80010000')),
        slot('the range ends above the highest guest physical address', 'guest_phys_addr: 0x10000000000000', 'guest_phys_addr: 0xfffffffff0000'),
        RuleEvidence.of('KVM_SET_USER_MEMORY_REGION', 'EFAULT', "the range ends beyond the VM's guest physical address space", region('guest_phys_addr: 1L << 40'), region('guest_phys_addr: (1L << 40) - 0x10000')),
        RuleEvidence.of('KVM_SET_USER_MEMORY_REGION', 'EFAULT', 'the range ends at or above the last guest physical address, (1 << KVM_CAP_VM_GPA_BITS) - 1',
                region("guest_phys_addr: (1L << $BITS) - 0x10000"), region("guest_phys_addr: (1L << $BITS) - 0x20000")),
        slot('guest_phys_addr is not a multiple of 16 MiB, the page size of guest memory on a kernel with real mode areas', 'guest_phys_addr: 0x10000', 'guest_phys_addr: 0', unseen: OLD),
        slot('memory_size is not a multiple of 16 MiB, the page size of guest memory on a kernel with real mode areas', 'memory_size: 0x10000', 'memory_size: 0x1000000', unseen: OLD),
        slot('the range ends above 64 GiB, the limit of guest memory in kernels that have real mode areas', 'guest_phys_addr: 64L << 30', 'guest_phys_addr: 0', unseen: OLD),
        slot("userspace_addr is not backed by 16 MiB huge pages or, at guest address 0, by the VM's RMA from KVM_ALLOCATE_RMA", 'guest_phys_addr: 0', 'guest_phys_addr: 0', unseen: OLD),
        RuleEvidence.of('KVM_CREATE_GUEST_MEMFD', 'EINVAL', 'flags has a bit that KVM_CAP_GUEST_MEMFD_FLAGS does not report', 'm = vm { }; m.ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1000, flags: 0x100', 'm = vm { }; m.ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1000',
                elsewhere: ['qemu:x86_64': 'ENOTTY', ARM64: 'EINVAL']),
        RuleEvidence.of('KVM_CREATE_GUEST_MEMFD', 'EINVAL', 'size is 0, or not a multiple of the page size', 'm = vm { }; m.ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1001', 'm = vm { }; m.ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1000',
                elsewhere: ['qemu:x86_64': 'ENOTTY', ARM64: 'EINVAL']),
        RuleEvidence.of('KVM_CLEAR_DIRTY_LOG', 'EINVAL', 'first_page is not a multiple of 64', "m = vm { $LOGGED }; m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, first_page: 1, num_pages: 0, dirty_bitmap: m.allocate(64.KB).address",
                "m = vm { $LOGGED }; m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, first_page: 0, num_pages: 16, dirty_bitmap: m.allocate(64.KB).address"),
        *[['first_page: 64', 'first_page: 0, num_pages: 16'], ['num_pages: 15', 'num_pages: 0'], ['num_pages: 17', 'num_pages: 16']].collect { broken, kept ->
            RuleEvidence.of('KVM_CLEAR_DIRTY_LOG', 'EINVAL', 'the pages are not inside the memslot, or num_pages is not a multiple of 64 and the pages do not reach the end of the memslot',
                    "m = vm { $LOGGED }; m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, $broken, dirty_bitmap: m.allocate(64.KB).address",
                    "m = vm { $LOGGED }; m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, $kept, dirty_bitmap: m.allocate(64.KB).address")
        },
        RuleEvidence.of('KVM_GET_DIRTY_LOG', 'EINVAL', "slot is not less than KVM_CAP_NR_MEMSLOTS", "m = vm { $LOGGED }; m.ioctl KVM_GET_DIRTY_LOG, slot: $SLOTS, dirty_bitmap: m.allocate(64.KB).address", dirtyLog('slot: 1')),
        RuleEvidence.of('KVM_GET_DIRTY_LOG', 'EINVAL', 'bits 16 to 31 of slot select an address space that the VM does not have', "m = vm { $LOGGED }; m.ioctl KVM_GET_DIRTY_LOG, slot: ($SPACES << 16) | 1, dirty_bitmap: m.allocate(64.KB).address", dirtyLog('slot: 1')),
        RuleEvidence.of('KVM_GET_DIRTY_LOG', 'ENXIO', 'the VM logs dirty pages only in dirty rings; use m.dirty() to harvest them',
                "m = vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [4096, 0, 0, 0]; $LOGGED }; m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: m.allocate(64.KB).address",
                dirtyLog('slot: 1'), in: ['X86_64', 'ARM64', 'RISCV64'], elsewhere: [ARM64: 'EINVAL', RISCV64: 'EINVAL'], but: [ARM64: 'taken', RISCV64: 'taken']),
        RuleEvidence.of('KVM_GET_DIRTY_LOG', 'ENOENT', 'the memslot does not exist', dirtyLog('slot: 2'), dirtyLog('slot: 1')),
        RuleEvidence.of('KVM_GET_DIRTY_LOG', 'ENOENT', 'the memslot was created without KVM_MEM_LOG_DIRTY_PAGES', dirtyLog('slot: 0'), dirtyLog('slot: 1')),
    ]

    /** A region of 64 KiB, the page of powerpc, beside slot 1. */
    private static RuleEvidence slot(Map<String, ?> more = [:], String rule, String breaks, String inside) {
        RuleEvidence.of(more, 'KVM_SET_USER_MEMORY_REGION', 'EINVAL', rule, region(breaks), region(inside))
    }

    private static String region(String fields) {
        def own = fields =~ /^slot: 1\b/ ? [guest_phys_addr: '0x80000000', userspace_addr: '0x300000000000'] : [slot: '3', guest_phys_addr: '0x10000', userspace_addr: '0x200000000000']
        def all = (own + [memory_size: '0x10000']).findAll { name, value -> !(fields =~ /\b$name:/) }.collect { name, value -> "$name: $value" }
        "vm { ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x80000000, memory_size: 0x10000, userspace_addr: 0x300000000000; ioctl KVM_SET_USER_MEMORY_REGION, ${([fields] + all).join(', ')} }"
    }

    private static String dirtyLog(String slot) {
        "m = vm { $LOGGED }; m.ioctl KVM_GET_DIRTY_LOG, $slot, dirty_bitmap: m.allocate(64.KB).address"
    }
}
