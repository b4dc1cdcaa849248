package org.kvmsh.specs.rules

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** One errno has many rules: which of them a call broke is found by checking, and the kernel's own answer is the proof that it is one. */
@Timeout(600)
class TheBrokenRuleIsNamedSpec extends Specification {
    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        Needed.orSkip(name)
        boards.computeIfAbsent(name) { name.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(name)) : new OnBoard(name) }
    }

    /** The error's text for the rule. */
    private static String refusal(OnBoard on, String text) {
        try {
            on.run(text)
            'nothing: the kernel took it'
        } catch (ScriptError e) {
            e.message
        }
    }

    @Sample(verify = 4)
    def "#board: of a memory slot: #rule"() {
        given:
        def on = on(board)
        on.run("""m = vm { }; mem = m.allocate(128.KB); first = mem.address + 0x10000
                  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, memory_size: 0x10000, userspace_addr: first""")

        when:
        def said = refusal(on, "m.ioctl KVM_SET_USER_MEMORY_REGION, $fields")

        then:
        said.contains("failed with $errno (")
        said.contains("\n  rule: $rule")
        !said.contains('; and ')

        cleanup:
        on.run('m.close()')

        where:
        [board, fields, errno, rule] << [['kvm', 'qemu:x86_64'], [
            ['slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1800, userspace_addr: mem.address', 'EINVAL', "memory_size 0x1800 is not a multiple of the page size, 4 KiB"],
            ['slot: 1, guest_phys_addr: 0x100800, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', "guest_phys_addr 0x100800 is not a multiple of the page size, 4 KiB"],
            ['slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: mem.address + 8', 'EINVAL', 'userspace_addr 0x'],
            ['slot: 40000, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', 'slot 40000 is not less than KVM_CAP_NR_MEMSLOTS, 32764'],
            ['slot: 0x70001, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', 'bits 16 to 31 of slot select address space 7, but the VM has '],
            ['slot: 1, guest_phys_addr: -0x1000, memory_size: 0x2000, userspace_addr: mem.address', 'EINVAL', 'guest_phys_addr 0xfffffffffffff000 + memory_size 0x2000 exceeds 64 bits'],
            ['slot: 1, flags: 0x80, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', 'flags has 0x80: unknown memslot flags'],
            ['slot: 1, flags: 4, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', 'KVM_MEM_GUEST_MEMFD is valid only with KVM_SET_USER_MEMORY_REGION2'],
            ['slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: 0x7ffffffff000000', 'EINVAL', 'userspace_addr 0x7ffffffff000000 + 4 KiB is outside the user address space'],
            ['slot: 1, guest_phys_addr: 0x100000, memory_size: 0x1000, userspace_addr: 0xffff800000000000', 'EINVAL', 'userspace_addr 0xffff800000000000 + 4 KiB is outside'],
            ['slot: 1, guest_phys_addr: 0x100000, memory_size: 0x80000000000, userspace_addr: 0', 'EINVAL', 'memory_size 0x80000000000 is more than 2^31 - 1 pages'],
            ['slot: 1, guest_phys_addr: 0x10000000000000, memory_size: 0x1000, userspace_addr: mem.address', 'EINVAL', 'the range ends at 0x10000000000fff, above the highest guest physical address'],
            ['slot: 1, memory_size: 0', 'EINVAL', 'memory_size 0 deletes a memslot, but memslot 1 does not exist'],
            ['slot: 0, guest_phys_addr: 0, memory_size: 0x8000, userspace_addr: first', 'EINVAL', 'memslot 0 already exists; its size is fixed at 0x10000'],
            ['slot: 0, guest_phys_addr: 0, memory_size: 0x10000, userspace_addr: mem.address', 'EINVAL', 'memslot 0 already exists; its userspace_addr is fixed at 0x'],
            ['slot: 0, flags: KVM_MEM_READONLY, guest_phys_addr: 0, memory_size: 0x10000, userspace_addr: first', 'EINVAL', "memslot 0 already exists; KVM_MEM_READONLY cannot be changed"],
            ['slot: 1, guest_phys_addr: 0x8000, memory_size: 0x10000, userspace_addr: mem.address', 'EEXIST', 'guest physical 0x8000 to 0x17fff overlaps memslot 0, 0x0 to 0xffff'],
        ]].combinations { b, row -> [b, *row] }
    }

    @Sample(verify = 4)
    def "#board: of #text: #rule"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        when:
        def said = refusal(on, text)

        then:
        said.contains("failed with $errno (")
        said.contains("\n  rule: $rule")

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        [board, text, errno, rule] << [['kvm', 'qemu:x86_64'], [
            ['kvm.ioctl KVM_CREATE_VM, 99', 'EINVAL', 'VM type 99 is '],
            ['vm { vcpu 0 }.ioctl KVM_CREATE_VCPU, 0', 'EEXIST', 'the VM already has vCPU 0'],
            ['vm { }.ioctl KVM_CREATE_VCPU, 100000', 'EINVAL', 'vCPU id 100000 is not less than KVM_CAP_MAX_VCPU_ID, 4096'],
            ['m = vm { ioctl KVM_CREATE_IRQCHIP }; m.ioctl KVM_CREATE_IRQCHIP', 'EEXIST', 'the VM already has an interrupt controller'],
            ['vm { vcpu 0 }.ioctl KVM_CREATE_IRQCHIP', 'EINVAL', 'must be called before any vCPU is created; this VM already has vCPU 0'],
            ['vm { vcpu 0; vcpu 1 }.ioctl KVM_CREATE_IRQCHIP', 'EINVAL', 'must be called before any vCPU is created; this VM already has 2 vCPUs'],
            ['m = vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24] }; m.ioctl KVM_CREATE_IRQCHIP', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP is enabled'],
            ['vm { }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [4097]', 'EINVAL', 'args[0] reserves 4097 IOAPIC pins; the maximum is 4096'],
            ['vm { vcpu 0 }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP must be enabled before any vCPU is created; this VM already has vCPU 0'],
            ['vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]', 'EEXIST', 'KVM_CREATE_IRQCHIP has already created the full in-kernel irqchip'],
            ['vm { }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, flags: 1', 'EINVAL', 'flags is 0x1, but must be 0'],
            ['m = vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_CREATE_PIT2, flags: 0 }; m.ioctl KVM_CREATE_PIT2, flags: 0', 'EEXIST', 'the VM already has a PIT'],
            ['vm { }.ioctl KVM_IRQ_LINE, irq: 0, level: 1', 'ENXIO', "KVM_IRQ_LINE needs an in-kernel interrupt controller, but this VM has none"],
            ['vm { }.ioctl KVM_SIGNAL_MSI, data: 0x20', 'EINVAL', "KVM_SIGNAL_MSI needs an in-kernel interrupt controller, but this VM has none"],
            ['vm { }.irqfd gsi: 3', 'EINVAL', "KVM_IRQFD needs an in-kernel interrupt controller, but this VM has none"],
            ['vm { memory at: 0, size: 64.KB }.ioctl KVM_GET_DIRTY_LOG, slot: 3', 'ENOENT', 'memslot 3 does not exist'],
            ['vm { memory at: 0, size: 64.KB }.ioctl KVM_GET_DIRTY_LOG, slot: 0', 'ENOENT', 'memslot 0 was created without KVM_MEM_LOG_DIRTY_PAGES'],
            ['vm { }.ioctl KVM_IOEVENTFD, addr: 0x100, len: 3, fd: 0', 'EINVAL', 'len is 3, but must be 0, 1, 2, 4 or 8'],
            ['vm { }.ioctl KVM_IOEVENTFD, addr: -1, len: 8, fd: 0', 'EINVAL', 'addr 0xffffffffffffffff + len 8 exceeds 64 bits'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, cr0: 0x80000000', 'EINVAL', 'cr0 has PG (paging) without PE (protected mode)'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, cr0: 0x80000001, efer: 0x500', 'EINVAL', 'efer has LME and cr0 has PG, so the vCPU is in long mode, but cr4 lacks PAE'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, cr0: 0x80000001, cr4: 0x20, efer: 0x100', 'EINVAL', 'efer has LME and cr0 has PG, so the vCPU is in long mode, but efer lacks LMA'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, cr0: 1, efer: 0x400', 'EINVAL', 'efer has LMA, which requires LME in efer and PG in cr0'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, cr0: 1, cs: [l: 1]', 'EINVAL', 'cs.l is 1 (64-bit code)'],
        ]].combinations { b, row -> [b, *row] }
    }

    def "#board: #text: #rule"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        when:
        def said = refusal(on, text)

        then:
        said.contains("failed with $errno (")
        said.contains("\n  rule: $rule")

        cleanup:
        (on.session.machines() - open)*.close()

        where:
        board        | text                                                                                                     || errno    | rule
        'kvm'        | 'vm { }.ioctl KVM_CREATE_PIT2, flags: 0'                                                                 || 'ENOENT' | 'KVM_CREATE_IRQCHIP must be called first: the PIT uses its interrupt controller'
        'qemu:arm64' | 'kvm.ioctl KVM_CREATE_VM, 0x100'                                                                         || 'EINVAL' | 'type has 0x100: only its lowest 8 bits, the number'
        'qemu:arm64' | 'kvm.ioctl KVM_CREATE_VM, 31'                                                                            || 'EINVAL' | 'a guest physical address space of 31 bits is too small: the minimum is 32'
        'qemu:arm64' | 'kvm.ioctl KVM_CREATE_VM, 52'                                                                            || 'EINVAL' | 'a guest physical address space of 52 bits is too large: KVM_CAP_ARM_VM_IPA_SIZE is 44'
        'qemu:arm64' | 'm = vm { }; m.ioctl KVM_SET_USER_MEMORY_REGION, guest_phys_addr: 1L << 40, memory_size: 0x1000, userspace_addr: m.allocate(4.KB).address' || 'EFAULT' | "the range ends at 0x10000000fff, but this VM's guest physical addresses have 40 bits"
        'qemu:arm64' | 'vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_CREATE_IRQCHIP'                                               || 'EEXIST' | 'the VM already has an interrupt controller'
        'qemu:arm64' | 'vm { }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000000'                                           || 'ENODEV' | 'KVM_CREATE_IRQCHIP must be called first'
        'qemu:arm64' | 'vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0x70000, addr: 0x8000000'            || 'ENODEV' | 'id selects device 7; only KVM_ARM_DEVICE_VGIC_V2 exists'
        'qemu:arm64' | 'vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 9, addr: 0x8000000'                  || 'ENODEV' | 'id selects address type 9; a GICv2 has two'
        'qemu:arm64' | 'vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000800'                  || 'EINVAL' | 'addr 0x8000800 is not a multiple of 4 KiB'
        'qemu:arm64' | 'vm { ioctl KVM_CREATE_IRQCHIP }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2'                || 'EEXIST' | 'KVM_CREATE_IRQCHIP has already created the interrupt controller'
        'qemu:arm64' | 'm = vm { }; m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2; m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2' || 'EEXIST' | 'the VM already has a device of type 5'
        'qemu:ppc64' | 'kvm.ioctl KVM_CREATE_VM, 2'                                                                             || 'EINVAL' | 'may apply: VM type 2 (PR) needs the kvm_pr module'
        'qemu:ppc64' | 'kvm.ioctl KVM_CREATE_VM, 3'                                                                             || 'EINVAL' | 'VM type 3 is invalid: use 0 (default), 1 (HV) or 2 (PR)'
        'qemu:ppc64' | 'm = vm { }; m.ioctl KVM_SET_USER_MEMORY_REGION, memory_size: 0x1000, userspace_addr: m.allocate(64.KB).address' || 'EINVAL' | "memory_size 0x1000 is not a multiple of the page size, 64 KiB"
        'qemu:ppc64' | 'm = vm { }; m.ioctl KVM_SET_USER_MEMORY_REGION, flags: KVM_MEM_READONLY, memory_size: 0x10000, userspace_addr: m.allocate(64.KB).address' || 'EINVAL' | 'KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which this board does not support'
        'qemu:ppc64' | 'vm { vcpu 0 }.ioctl KVM_CREATE_VCPU, 0'                                                                 || 'EINVAL' | 'the VM already has vCPU 0'
    }

    def "#board: #text: no rule that kvmsh checks is broken, and the error lists the others of the errno"() {
        given:
        def on = on(board)
        def open = on.session.machines()

        when:
        def said = refusal(on, text)

        then:
        said.contains('failed with EINVAL (')
        said.contains("\n  rule: may apply: $rule (")
        said.endsWith('; kvmsh found no violation it can check')

        cleanup:
        (on?.session?.machines() ?: []).findAll { !(it in open) }*.close()

        where:
        [board, text, rule] << [['kvm', 'qemu:x86_64'], [
            ['vm { }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HLT', 'the capability cannot be enabled on this descriptor, or not with these arguments'],
            ['vm { vcpu 0 }.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HLT', 'the capability cannot be enabled on this descriptor, or not with these arguments'],
            ['vm { }.ioctl KVM_IOEVENTFD, addr: 0x100, len: 4, fd: 0', 'fd is not an eventfd'],
        ]].combinations { b, row -> [b, *row] }
    }

    def "two rules that one call breaks are both named"() {
        given:
        Needed.orSkip(board)

        expect:
        refusal(on(board), 'vm { }.ioctl KVM_SET_USER_MEMORY_REGION, flags: 0x80, memory_size: 0x1001').contains(
                "rule: flags has 0x80: unknown memslot flags (api.rst 4.35); and memory_size 0x1001 is not a multiple of the page size, 4 KiB (virt/kvm/kvm_main.c)")

        where:
        board << OnBoard.x86()
    }
}
