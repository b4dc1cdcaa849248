package org.kvmsh.specs.exits

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The code of a report is what the vCPU fetches: from its address space, and with the registers whose sum its address is. */
class CodeAtTheStopSpec extends Specification {
    @AutoCleanup
    OnBoard on

    def "on a kernel with SMM, a vCPU with SMM #smm shows the code of address space #space"() {
        given:
        Needed.orSkip('qemu:x86_64', 'libcapstone')
        on = new OnBoard('qemu:x86_64')
        on.run('''m = vm { irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
ram = m.allocate 64.KB
m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 5, guest_phys_addr: 0x100000, memory_size: 64.KB, userspace_addr: ram.address
m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0x10000, guest_phys_addr: 0, memory_size: 64.KB, userspace_addr: ram.address
m.mem 0x101000, hex: '0f 0b'
''')

        when:
        on.run("m.vcpu(0).ioctl KVM_SET_VCPU_EVENTS, flags: KVM_VCPUEVENT_VALID_SMM, smi: [smm: $smm]")
        def context = on.run('m.vcpu(0).context.toString()').readLines()

        then:
        context.findAll { it.startsWith('code at ') } == [title]
        context.any { it.contains(instruction) }
        !context.any { it.contains(other) }

        where:
        smm | space || title                              | instruction | other
        0   | 0     || 'code at 0x1000:'                  | 'hlt'       | 'ud2'
        1   | 1     || 'code at 0x1000, address space 1:' | 'ud2'       | 'hlt'
    }

    def "on #board the code at cs.base #base + rip #rip has both registers: #sum"() {
        given:
        Needed.orSkip(board, 'libcapstone')
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 256.KB; load at: 0x20000, hex: '90 90 f4'; vcpu(0) { real 0x1000; regs 'cs.base': $base, 'cs.selector': $base >> 4, rip: $rip } }")

        expect:
        on.run('m.vcpu(0).context.toString()').readLines().findAll { it.startsWith('code at ') } == ["code at ${at}${sum}:".toString()]

        where:
        [board, [base, rip, at, sum]] << [['model:x86_64', 'kvm:x86_64', 'qemu:x86_64'], [
            ['0x20000', '0', '0x20000', ' (cs.base 0x20000 + rip 0x0)'],
            ['0x1f000', '0x1001', '0x20001', ' (cs.base 0x1f000 + rip 0x1001)'],
            ['0', '0x20000', '0x20000', '']]].combinations()
    }

    def "on a model nothing is said of hardware: #mode, #code"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        def report = on.run("vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { $mode 0x1000 } }.run(within: 60.s)").toString()

        then:
        report.contains(reason)
        !(report =~ /(?i)hardware|VMX|SVM|Intel|AMD/)

        where:
        mode     | code       || reason
        'real'   | '0f fe c8' || 'internal_error'
        'prot32' | '0f fe c8' || 'internal_error'
        'long64' | '0f fe c8' || 'internal_error'
        'prot32' | '0f 0b'    || 'shutdown'
        'long64' | '0f 0b'    || 'shutdown'
    }
}
