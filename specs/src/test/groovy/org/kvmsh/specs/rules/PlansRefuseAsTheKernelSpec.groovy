package org.kvmsh.specs.rules

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** What breaks a rule of KVM's is refused while it is planned, with the errno and the rule of the kernel's own refusal. */
@Timeout(600)
class PlansRefuseAsTheKernelSpec extends Specification {
    private static final List<String> X86 = ['kvm', 'qemu:x86_64', 'model:x86_64']
    private static final List<String> KERNELS_OF_X86 = ['kvm', 'qemu:x86_64']

    private static final List<String> ARM64 = ['qemu:arm64', 'model:arm-vgicv2']

    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        Needed.orSkip(name)
        boards.computeIfAbsent(name) { name.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(name)) : new OnBoard(name) }
    }

    private static ScriptError refusal(Closure<?> part) {
        try {
            part()
            null
        } catch (ScriptError e) {
            e
        }
    }

    @Sample(verify = 16)
    def "#board: #setup: #errno, #rule"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        when: "it is planned, and it is created without the plan's check"
        def plan = refusal { on.run("plan { $setup }") }
        def vm = refusal { on.run("vm { $setup }") }
        def kernel = refusal { on.session.unchecked().upToTheKernel { on.run("vm { $setup }") } }

        then: "the kernel's errno is reported"
        kernel.message.contains("failed with $errno (")
        kernel.message.contains("\n  rule: $rule")

        and: 'plan and vm have the same message before it'
        plan.message.contains("would fail with $errno (")
        plan.notes().any { it.startsWith("rule: $rule") }
        vm.message == plan.message
        withoutPlaces(vm.notes()) == withoutPlaces(plan.notes())
        plan.site() == kernel.site()

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        [board, setup, errno, rule] << rows(X86, [
            ['memory at: 0x10000000000000, size: 64.KB', 'EINVAL', 'the range ends at 0x1000000000ffff, above the highest guest physical address'],
            ['memory at: 0, size: 64.KB; ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x8000, memory_size: 0x10000, userspace_addr: 0x40000000', 'EEXIST', 'guest physical 0x8000 to 0x17fff overlaps memslot 0, 0x0 to 0xffff'],
            [slot('slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1800'), 'EINVAL', 'memory_size 0x1800 is not a multiple of the page size, 4 KiB'],
            [slot('slot: 1, guest_phys_addr: 0x100800, memory_size: 0x1000'), 'EINVAL', 'guest_phys_addr 0x100800 is not a multiple of the page size, 4 KiB'],
            [slot('slot: 40000, guest_phys_addr: 0x100000, memory_size: 0x1000'), 'EINVAL', 'slot 40000 is not less than KVM_CAP_NR_MEMSLOTS, 32764'],
            [slot('slot: 1, guest_phys_addr: -0x1000, memory_size: 0x2000'), 'EINVAL', 'guest_phys_addr 0xfffffffffffff000 + memory_size 0x2000 exceeds 64 bits'],
            [slot('slot: 1, flags: 0x80, guest_phys_addr: 0x100000, memory_size: 0x1000'), 'EINVAL', 'flags has 0x80: unknown memslot flags'],
            ['ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, memory_size: 0', 'EINVAL', 'memory_size 0 deletes a memslot, but memslot 1 does not exist'],
            ['memory at: 0, size: 64.KB; ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, memory_size: 0x8000, userspace_addr: 0x40000000', 'EINVAL', 'memslot 0 already exists; its size is fixed at 0x10000'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x80000000 }', 'EINVAL', 'cr0 has PG (paging) without PE (protected mode)'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x20000001 }', 'EINVAL', 'cr0 has NW without CD'],
            ['memory at: 0, size: 64.KB; ioctl KVM_SET_TSS_ADDR, 0xfffff000', 'EINVAL', 'three pages from 0xfffff000 reach beyond 4 GiB'],
            ['ioctl KVM_IRQ_LINE, irq: 0, level: 1', 'ENXIO', 'KVM_IRQ_LINE needs an in-kernel interrupt controller, but this VM has none'],
            [slot('slot: 1, flags: 4, guest_phys_addr: 0x100000, memory_size: 0x1000'), 'EINVAL', 'KVM_MEM_GUEST_MEMFD is valid only with KVM_SET_USER_MEMORY_REGION2'],
            [slot('slot: 0x70001, guest_phys_addr: 0x100000, memory_size: 0x1000'), 'EINVAL', 'bits 16 to 31 of slot select address space 7, but the VM has '],
            ['ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: 0x40000008', 'EINVAL', 'userspace_addr 0x40000008 is not a multiple of the page size, 4 KiB'],
            ['ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: 0x7ffffffff000000', 'EINVAL', 'userspace_addr 0x7ffffffff000000 + 4 KiB is outside the user address space'],
            ['memory at: 0, size: 64.KB; ioctl KVM_GET_DIRTY_LOG, slot: 3', 'ENOENT', 'memslot 3 does not exist'],
            ['memory at: 0, size: 64.KB; ioctl KVM_GET_DIRTY_LOG, slot: 0', 'ENOENT', 'memslot 0 was created without KVM_MEM_LOG_DIRTY_PAGES'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, flags: 1', 'EINVAL', 'flags is 0x1, but must be 0'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x80000001, efer: 0x500 }', 'EINVAL', 'efer has LME and cr0 has PG, so the vCPU is in long mode, but cr4 lacks PAE'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x80000001, cr4: 0x20, efer: 0x100 }', 'EINVAL', 'efer has LME and cr0 has PG, so the vCPU is in long mode, but efer lacks LMA'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 1, efer: 0x400 }', 'EINVAL', 'efer has LMA, which requires LME in efer and PG in cr0'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 1, cs: [l: 1] }', 'EINVAL', 'cs.l is 1 (64-bit code)'],
            ['ioctl KVM_CREATE_VCPU, 3; vcpu 3', 'EEXIST', 'the VM already has vCPU 3'],
        ]) + rows(KERNELS_OF_X86, [
            ['ioctl KVM_SIGNAL_MSI, data: 0x20', 'EINVAL', 'KVM_SIGNAL_MSI needs an in-kernel interrupt controller, but this VM has none'],
            [slot('slot: 1, guest_phys_addr: 0x100000, memory_size: 0x80000000000'), 'EINVAL', 'memory_size 0x80000000000 is more than 2^31 - 1 pages'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]; ioctl KVM_CREATE_IRQCHIP', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP is enabled'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [4097]', 'EINVAL', 'args[0] reserves 4097 IOAPIC pins; the maximum is 4096'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]', 'EEXIST', 'KVM_CREATE_IRQCHIP has already created the full in-kernel irqchip'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_PIT2, flags: 0; ioctl KVM_CREATE_PIT2, flags: 0', 'EEXIST', 'the VM already has a PIT'],
            ['ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0', 'EINVAL', 'len is 3, but must be 0, 1, 2, 4 or 8'],
            ['ioctl KVM_IOEVENTFD, addr: -1, len: 8, fd: 0', 'EINVAL', 'addr 0xffffffffffffffff + len 8 exceeds 64 bits'],
            // MSRs, CPUID and the other registers of a vCPU.
            [vcpu('KVM_SET_MSRS, nmsrs: 256'), 'E2BIG', 'nmsrs is 256; the maximum for one call is 255'],
            [vcpu('KVM_GET_MSRS, nmsrs: 256'), 'E2BIG', 'nmsrs is 256; the maximum for one call is 255'],
            [vcpu('KVM_SET_CPUID2, nent: 257'), 'E2BIG', 'nent is 257; the maximum is 256'],
            [vcpu('KVM_SET_CPUID, nent: 257'), 'E2BIG', 'nent is 257; the maximum is 256'],
            [vcpu('KVM_SET_CPUID2, nent: 1, entries: [[function: 0x80000008, eax: 0x2000]]'), 'EINVAL', 'leaf 0x80000008 reports a virtual address width of 32 bits; it must be 48 or 57'],
            [vcpu('KVM_SET_SREGS, cr4: 0x8000'), 'EINVAL', 'cr4 has reserved bits 0x8000'],
            [vcpu('KVM_SET_SREGS, cr0: 0x80000001, cr4: 0x20, efer: 0x500, cr3: 1L << 52'), 'EINVAL', 'cr3 0x10000000000000 has bits above 51'],
            [vcpu('KVM_SET_SREGS, apic_base: 0xfee00801'), 'EINVAL', 'apic_base 0xfee00801 has reserved bits'],
            [vcpu('KVM_SET_SREGS, apic_base: 0xfee00400'), 'EINVAL', 'apic_base has x2APIC mode (bit 10) without the enable bit (bit 11)'],
            [vcpu('KVM_SET_SREGS2, flags: 2'), 'EINVAL', 'flags has 0x2, which is not a KVM_SREGS2_FLAGS_* flag'],
            [vcpu('KVM_SET_XCRS, nr_xcrs: 17'), 'EINVAL', 'nr_xcrs is 17; the maximum is 16'],
            [vcpu('KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[value: 2]]'), 'EINVAL', 'XCR0 0x2 lacks x87, bit 0'],
            [vcpu('KVM_SET_DEBUGREGS, dr7: 1L << 32'), 'EINVAL', 'dr7 0x100000000 has bits above 31'],
            [vcpu('KVM_INTERRUPT, irq: 256'), 'EINVAL', 'irq is 256; it must be less than 256'],
            [vcpu('KVM_SET_MP_STATE, mp_state: 99'), 'EINVAL', 'mp_state 99 is not a state of an x86 vCPU'],
            [vcpu('KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED'), 'EINVAL', 'without KVM_CREATE_IRQCHIP only KVM_MP_STATE_RUNNABLE can be set'],
            [vcpu('KVM_SET_VCPU_EVENTS, exception: [injected: 1, nr: 40]'), 'EINVAL', 'exception.nr is 40; it must not be above 31'],
            [vcpu('KVM_SET_VCPU_EVENTS, exception: [injected: 1, nr: 2]'), 'EINVAL', 'exception.nr is 2 (NMI): use the nmi fields'],
            [vcpu('KVM_SET_VCPU_EVENTS, flags: KVM_VCPUEVENT_VALID_PAYLOAD'), 'EINVAL', 'KVM_VCPUEVENT_VALID_PAYLOAD in flags needs KVM_CAP_EXCEPTION_PAYLOAD, which is not enabled on this VM'],
            [vcpu('KVM_SET_SIGNAL_MASK, len: 4'), 'EINVAL', "len is 4; it must be 8, the size of the kernel's sigset_t"],
            [vcpu('KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]'), 'EINVAL', 'KVM_CAP_SPLIT_IRQCHIP can be enabled only on the VM'],
            // Interrupts, clocks, filters, capabilities.
            [route('[gsi: 4, type: 9]'), 'EINVAL', 'entries[0] has invalid type 9: use KVM_IRQ_ROUTING_IRQCHIP (1) or KVM_IRQ_ROUTING_MSI (2)'],
            [route('[gsi: 4, type: 1, flags: 1]'), 'EINVAL', 'entries[0] has flags 0x1: 0x1 is not valid for its type'],
            [route('[gsi: 4, type: 1, u: [irqchip: [irqchip: 3]]]'), 'EINVAL', 'entries[0] has irqchip 3; it must be at most 2'],
            [route('[gsi: 4, type: 1, u: [irqchip: [irqchip: 2, pin: 24]]]'), 'EINVAL', 'entries[0] has pin 24, but irqchip 2 has 24 pins'],
            [route('[gsi: 4, type: 1], [gsi: 4, type: 2]'), 'EINVAL', 'entries[1] has gsi 4, also used by entries[0]: only entries with different irqchips can share a gsi'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ENFORCE_PV_FEATURE_CPUID, args: [1]', 'EINVAL', 'KVM_CAP_ENFORCE_PV_FEATURE_CPUID can be enabled only on a vCPU'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [1L << 32]', 'EINVAL', 'args[0] (nanoseconds) is 0x100000000, which does not fit in 32 bits'],
            ['ioctl KVM_SET_NR_MMU_PAGES, 63', 'EINVAL', '63 pages are fewer than the minimum, 64'],
            ['ioctl KVM_SET_GSI_ROUTING, nr: 0', 'EINVAL', 'KVM_SET_GSI_ROUTING needs an in-kernel interrupt controller, but this VM has none'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 4097', 'EINVAL', 'nr is 4097; the maximum is 4096'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4096, type: 1]]', 'EINVAL', 'entries[0].gsi is 4096; it must be less than 4096'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQFD, gsi: 4, flags: 0x100, fd: 0', 'EINVAL', 'flags has 0x100, which is not a KVM_IRQFD_FLAG_* flag'],
            ['ioctl KVM_SET_CLOCK, flags: 0x100', 'EINVAL', 'flags has 0x100, which is not a KVM_CLOCK_* flag'],
            ['ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_DENY', 'EINVAL', 'flags has KVM_MSR_FILTER_DEFAULT_DENY, but nmsrs is 0 in every range'],
            ['ioctl KVM_X86_SET_MSR_FILTER, flags: 2', 'EINVAL', 'flags has 0x2, which is not a KVM_MSR_FILTER_DEFAULT_* flag'],
            ['ioctl KVM_ENABLE_CAP, cap: 9999', 'EINVAL', 'cap 9999 is not a capability in the headers'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [1000]', 'EINVAL', 'args[0] is 0x3e8: the size of a dirty ring in bytes must be a power of two'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [0x800]', 'EINVAL', 'args[0] is 0x800: a dirty ring is at least one page, 4 KiB'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [0x200000]', 'E2BIG', 'args[0] is 0x200000; a dirty ring is at most 1 MiB'],
            ['2.times { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [0x4000] }', 'EINVAL', 'the VM already has dirty rings of 16 KiB; they can be enabled only once'],
            ['ioctl KVM_CREATE_VCPU, 0; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [0x4000]', 'EINVAL', 'dirty rings must be enabled before any vCPU is created; this VM already has vCPU 0'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [9]', 'EINVAL', 'args[0] has 0x8, which is not in KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 (0x3)'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [2]', 'EINVAL', 'KVM_DIRTY_LOG_INITIALLY_SET needs KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE'],
            ['memory at: 0, size: 64.KB, log: true; ioctl KVM_CLEAR_DIRTY_LOG, slot: 0, num_pages: 17', 'EINVAL', 'first_page 0x0 + num_pages 17 is beyond the end of memslot 0, which has 16 pages'],
            ['memory at: 0, size: 64.KB, log: true; ioctl KVM_CLEAR_DIRTY_LOG, slot: 0, num_pages: 15', 'EINVAL', 'num_pages 15: must be a multiple of 64 or reach the end of memslot 0, which has 16 pages'],
            ['ioctl KVM_GET_IRQCHIP, chip_id: 0', 'ENXIO', 'the VM has no in-kernel PICs or IOAPIC: call KVM_CREATE_IRQCHIP first'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_GET_IRQCHIP, chip_id: 3', 'EINVAL', 'chip_id is 3; it must be 0 or 1 (the PICs) or 2 (the IOAPIC)'],
            ['ioctl KVM_CREATE_IRQCHIP; vcpu(0) { ioctl KVM_INTERRUPT, irq: 5 }', 'ENXIO', 'the VM has in-kernel PICs: inject interrupts with KVM_IRQ_LINE'],
            [vcpu('KVM_SET_LAPIC'), 'EINVAL', 'the vCPU has no in-kernel local APIC'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [4097]', 'EINVAL', 'args[0] is 4097, above KVM_CAP_MAX_VCPU_ID (4096)'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [4]; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [5]', 'EINVAL', 'the vCPU id limit of this VM is already set to 4'],
            ['ioctl KVM_CREATE_VCPU, 0; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [5]', 'EINVAL', 'KVM_CAP_MAX_VCPU_ID must be enabled before any vCPU is created; this VM already has vCPU 0'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [4]; vcpu 4', 'EINVAL', "vCPU id 4 is not less than 4, this VM's limit set by KVM_CAP_MAX_VCPU_ID"],
        ]) + rows(['qemu:x86_64'], [
            [vcpu('KVM_SET_CPUID2, nent: 1, entries: [[function: 1]]; ioctl KVM_SET_SREGS, cr4: 0x40000'), 'EINVAL', "cr4 has OSXSAVE, bit 18, which the vCPU's CPUID lacks (leaf 1, ecx bit 26)"],
            [vcpu('KVM_SET_CPUID2, nent: 1, entries: [[function: 7]]; ioctl KVM_SET_SREGS, cr4: 0x100000'), 'EINVAL', "cr4 has SMEP, bit 20, which the vCPU's CPUID lacks (leaf 7, ebx bit 7)"],
            // A kernel without the ioctl checks nothing else.
            ['ioctl KVM_CREATE_GUEST_MEMFD, size: 0', 'ENOTTY', 'KVM_CAP_GUEST_MEMFD is 0: this kernel lacks the ioctl'],
            ['ioctl KVM_SET_USER_MEMORY_REGION2, slot: 1, flags: 8, memory_size: 0x1000, userspace_addr: 0x200000000000', 'ENOTTY', 'KVM_CAP_USER_MEMORY2 is 0: this kernel lacks the ioctl'],
        ]) + rows(['kvm'], [
            ['ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1000, flags: 0x100', 'EINVAL', 'flags has 0x100, which KVM_CAP_GUEST_MEMFD_FLAGS does not report'],
            ['ioctl KVM_SET_BOOT_CPU_ID, 5; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [4]', 'EINVAL', "args[0] is 4, below the boot vCPU id 5 (set by KVM_SET_BOOT_CPU_ID)"],
            ['ioctl KVM_SET_BOOT_CPU_ID, 4097', 'EINVAL', 'vCPU id 4097 is above KVM_CAP_MAX_VCPU_ID (4096)'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID, args: [4]; ioctl KVM_SET_BOOT_CPU_ID, 5', 'EINVAL', "vCPU id 5 is above 4, this VM's limit set by KVM_CAP_MAX_VCPU_ID"],
            ['ioctl KVM_CREATE_PIT2, flags: 0', 'ENOENT', 'KVM_CREATE_IRQCHIP must be called first: the PIT uses its interrupt controller'],
        ]) + rows(ARM64, [
            ['memory at: 1L << 40, size: 64.KB', 'EFAULT', "the range ends at 0x1000000ffff, but this VM's guest physical addresses have 40 bits"],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_IRQCHIP', 'EEXIST', 'the VM already has an interrupt controller'],
            ['ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000000', 'ENODEV', 'KVM_CREATE_IRQCHIP must be called first'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0x70000, addr: 0x8000000', 'ENODEV', 'id selects device 7; only KVM_ARM_DEVICE_VGIC_V2 exists'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_ARM_SET_DEVICE_ADDR, id: 9, addr: 0x8000000', 'ENODEV', 'id selects address type 9; a GICv2 has two'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000800', 'EINVAL', 'addr 0x8000800 is not a multiple of 4 KiB'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2', 'EEXIST', 'KVM_CREATE_IRQCHIP has already created the interrupt controller'],
            ['ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2', 'EEXIST', 'the VM already has a device of type 5'],
            ['ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO', 'EBUSY', 'the VM already has a KVM_DEV_TYPE_VFIO'],
            ['vgic dist: 0x8000800, cpu: 0x8010000', 'EINVAL', 'addr 0x8000800 is not a multiple of 4 KiB'],
            ['vgic dist: 0x8000000, cpu: 0x8010800, irqs: 64', 'EINVAL', 'the address 0x8010800 is not a multiple of 4 KiB'],
            ['vgic dist: 1L << 40, cpu: 0x8010000', 'E2BIG', 'the distributor at 0x10000000000, size 4 KiB, reaches beyond this VM'],
            ['vgic dist: 0x8000000, cpu: (1L << 40) - 0x1000, irqs: 64', 'E2BIG', 'the CPU interface at 0xfffffff000, size 8 KiB, reaches beyond this VM'],
            ['vgic dist: 0x8000000, cpu: 0x8010000, irqs: 1024', 'EINVAL', 'the number of interrupts is 1024; it must be a multiple of 32 from 64 to 992'],
            ['vgic dist: 0x8000000, cpu: 0x8010000; ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000000', 'EEXIST', 'the address of the distributor is already set, to 0x8000000'],
            ['ioctl KVM_IRQ_LINE, irq: 0x1000020, level: 1', 'ENXIO', 'KVM_IRQ_LINE needs an in-kernel interrupt controller, but this VM has none'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQ_LINE, irq: 0x1000005, level: 1', 'EINVAL', 'irq names interrupt 5, which is out of range for its type'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQ_LINE, irq: 0x9000020, level: 1', 'EINVAL', 'irq type 9 is not'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQ_LINE, irq: 0x1000020, level: 1; vcpu 0', 'EBUSY', 'the interrupt controller is already initialized'],
            ['ioctl KVM_CREATE_VCPU, 1; vcpu 1', 'EEXIST', 'the VM already has vCPU 1'],
        ]) + rows(['model:power7-hv', 'model:rfc'], [
            ['memory at: 0, size: 64.KB', 'EINVAL', 'memory_size 0x10000 is not a multiple of 16 MiB, the page size of guest memory'],
            ['memory at: 64.GB, size: 16.MB', 'EINVAL', 'the range ends beyond 64 GiB, the maximum for a guest'],
            [slot('slot: 0, flags: KVM_MEM_READONLY, memory_size: 0x1000000'), 'EINVAL', 'KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which this board does not support'],
            ['ioctl KVM_CREATE_VCPU, 1; vcpu 1', 'EEXIST', 'the VM already has vCPU 1'],
        ]) + rows(['model:ppc-pr'], [
            ['memory at: 0x800, size: 64.KB', 'EINVAL', 'guest_phys_addr 0x800 is not a multiple of the page size, 4 KiB'],
        ]) + rows(['model:rfc'], [
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_IRQCHIP', 'EEXIST', 'the VM already has an interrupt controller'],
        ]) + rows(['qemu:arm64'], [
            ['ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4, type: 1, u: [irqchip: [pin: 988]]]]', 'EINVAL', 'entries[0] has pin 988, but irqchip 0 has 988 pins'],
            ['ioctl KVM_ENABLE_CAP, cap: 9999', 'EINVAL', 'cap 9999 is not a capability in the headers'],
            ['ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4096, type: 1]]', 'EINVAL', 'entries[0].gsi is 4096; it must be less than 4096'],
            ['ioctl KVM_IOEVENTFD, addr: 0x10000000, len: 4, flags: 0x100, fd: 0', 'EINVAL', 'flags has 0x100, which is not a KVM_IOEVENTFD_FLAG_* flag'],
        ]) + rows(['qemu:riscv64'], [
            ['ioctl KVM_SET_GSI_ROUTING, nr: 0', 'EINVAL', 'KVM_SET_GSI_ROUTING needs a KVM_DEV_TYPE_RISCV_AIA device, but this VM has none'],
        ]) + rows(['qemu:ppc64'], [
            ['ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: 0x1000, size: 4, pio: 2', 'ENOTTY', 'KVM_CAP_COALESCED_MMIO is 0: this kernel lacks the ioctl'],
            ['2.times { ioctl KVM_CREATE_SPAPR_TCE, liobn: 0x80, window_size: 0x10000 }', 'EBUSY', 'liobn 0x80 already has a table in this VM'],
            ['ioctl KVM_CREATE_SPAPR_TCE_64, liobn: 1, page_shift: 34, size: 1L << 30', 'EINVAL', 'offset 0x0 + size 0x40000000, in pages of 2^34 bytes, exceeds the 64-bit bus address space'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_SMT, args: [1, 2]', 'EINVAL', 'args[1] (flags of KVM_CAP_PPC_SMT) is 0x2, but must be 0'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR', 'EINVAL', 'KVM_CAP_PPC_PAPR can be enabled only on a vCPU'],
            ['memory at: 0, size: 4.KB', 'EINVAL', 'memory_size 0x1000 is not a multiple of the page size, 64 KiB'],
            [slot('slot: 0, flags: KVM_MEM_READONLY, memory_size: 0x10000'), 'EINVAL', 'KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which this board does not support'],
            ['platform SPAPR; enableHcall 0x58', 'EINVAL', 'H_PUT_TERM_CHAR (0x58) has no handler in the kernel'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [0xe1, 1]', 'EINVAL', "args[0] is hypercall 0xe1, which is not a multiple of 4"],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [0xe0, 2]', 'EINVAL', 'args[1] is 0x2, but must be 0 to disable the hypercall or 1 to enable it'],
            ['vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR, flags: 1 }', 'EINVAL', 'flags is 0x1, but must be 0'],
            ['ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: 5, process_table: 1L << 63', 'EINVAL', 'flags has 0x4, which is not a KVM_PPC_MMUV3_* flag'],
            ['ioctl KVM_CREATE_SPAPR_TCE_64, liobn: 1, page_shift: 12, size: 16, flags: 1', 'EINVAL', 'flags is 0x1, but must be 0'],
            ['ioctl KVM_CREATE_SPAPR_TCE_64, liobn: 1, page_shift: 11, size: 16', 'EINVAL', 'page_shift is 11; it must be from 12 to 34'],
            ['ioctl KVM_CREATE_SPAPR_TCE, liobn: 1, window_size: 0', 'EINVAL', 'window_size is 0: the window must not be empty'],
            ['ioctl KVM_IRQ_LINE, irq: 4096, level: 1', 'ENXIO', 'KVM_IRQ_LINE needs an in-kernel interrupt controller, but this VM has none'],
            ['vcpu(0) { ioctl KVM_GET_ONE_REG, id: 0x2030000000000001, addr: 0x40000000 }', 'EINVAL', 'id 0x2030000000000001 is not a KVM_REG_PPC register id'],
        ])
    }

    def "a setup that the kernel only just accepts is planned and created: #board: #setup"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        when:
        on.run("plan { $setup }")
        on.run("vm { $setup }")

        then:
        noExceptionThrown()

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        [board, setup] << rows(KERNELS_OF_X86, [
            ['memory at: 0xfffffffff0000, size: 64.KB'],
            ['memory at: 0, size: 64.KB; ioctl KVM_SET_TSS_ADDR, 0xffffd000'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQ_LINE, irq: 0, level: 1'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_PIT2, flags: 0'],
            ['memory at: 0, size: 64.KB; memory at: 0x10000, size: 64.KB'],
            ['memory at: 0, size: 64.KB; ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, memory_size: 0'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]; ioctl KVM_IRQ_LINE, irq: 0, level: 1'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING_ACQ_REL, flags: 1, args: [0x4000]'],
            ['vcpu(0) { ioctl KVM_SET_SREGS, cr0: 0x60000010 }'],
        ]) + rows(['qemu:x86_64', 'qemu:arm64', 'qemu:ppc64'], [
            // Linux before 6.11 ignores the upper half of the id.
            ['ioctl KVM_CREATE_VCPU, 1L << 32'],
        ]) + rows(['qemu:arm64'], [
            ['memory at: (1L << 40) - 64.KB, size: 64.KB'],
            ['ioctl KVM_CREATE_IRQCHIP; ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000000'],
        ]) + rows(['qemu:ppc64'], [
            ['memory at: 0, size: 64.KB'],
            ['platform SPAPR; enableHcall H_PROD'],
            ['ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [0xe0, 0]'],
        ])
    }

    def "a plan does not refuse with the errno of a check that the kernel does not reach: #board: #setup"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        expect:
        on.run("plan { $setup }") != null
        on.run("attempt { vm { $setup } } == $errno")

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        board        | setup                                                                                                              || errno
        'qemu:arm64' | 'ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3' || 'ENODEV'
        'qemu:ppc64' | 'vcpu(0) { ioctl KVM_SET_ONE_REG, id: 0x2030000000000001, addr: 0x1000 }'                                          || 'EFAULT'
    }

    def "#board: a setup that KVM_RUN would refuse is refused at the step that causes it"() {
        given:
        def on = on(board)
        def open = on.session.machines()
        def setup = 'vgic dist: 0x8000000, cpu: 0x8000000; memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 }'

        when:
        def plan = refusal { on.run("plan { $setup }") }
        def kernel = refusal { on.session.unchecked().upToTheKernel { on.run("vm({ $setup }).run(within: 1.s)") } }

        then:
        plan.message.contains('KVM_RUN on the vCPU would fail with EINVAL (')
        plan.notes() == ['rule: the distributor, 0x8000000 to 0x8000fff, overlaps the CPU interface, 0x8000000 to 0x8001fff (arch/arm64/kvm/vgic/vgic-v2.c, vgic-v3.c)']
        kernel.message.contains('failed with EINVAL')
        kernel.message.contains(plan.notes()[0])

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        board << ARM64
    }

    def "a refused plan names the step that it conflicts with"() {
        when:
        def plan = refusal { on('model:x86_64').run('plan {\n  memory at: 0, size: 64.KB\n  memory at: 0x8000, size: 64.KB\n}') }

        then:
        plan.message.contains('KVM_SET_USER_MEMORY_REGION on the VM would fail with EEXIST (')
        plan.notes().last() ==~ /conflicts with KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB, at .*:2:3/
    }

    def "a handler of a hypercall that the kernel completes is refused, and accepted once the hypercall is disabled"() {
        given:
        def on = on('qemu:ppc64')

        when:
        def refused = refusal { on.run('vm { platform SPAPR; vcpu 0; on(hcall: H_PROD) { } }') }

        then:
        refused.message.contains('on(hcall: H_PROD) would never be called: the kernel completes H_PROD itself')
        refused.notes() == ['try: enableHcall H_PROD, on: false']

        when:
        on.run('vm { platform SPAPR; enableHcall H_PROD, on: false; vcpu 0; on(hcall: H_PROD) { } }').close()

        then:
        noExceptionThrown()
    }

    def "a script that expects the errno gets it from the kernel"() {
        given:
        def on = on(board)

        expect:
        on.run('attempt { vm { ioctl KVM_IRQ_LINE, irq: 0, level: 1 } } == ENXIO')

        where:
        board << KERNELS_OF_X86
    }

    private static String route(String entries) {
        "ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: ${entries.count('gsi:')}, entries: [$entries]"
    }

    private static String vcpu(String ioctl) {
        "vcpu(0) { ioctl $ioctl }"
    }

    private static List<String> withoutPlaces(List<String> notes) {
        notes*.replaceFirst(/, at \S*:\d+:\d+$/, '')
    }

    private static String slot(String fields) {
        "ioctl KVM_SET_USER_MEMORY_REGION, $fields, userspace_addr: 0x200000000000"
    }

    private static List<List> rows(List<String> boards, List<List> rows) {
        [boards, rows].combinations { board, row -> [board, *row] }
    }
}
