package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import spock.lang.AutoCleanup
import spock.lang.Specification

class LongModeSpec extends Specification {
    private static final Map<String, Integer> CPUID = Planned.X86 + [KVM_CAP_EXT_CPUID: 1]
    private static final String LONG = 'ioctl KVM_SET_SREGS, cr0: 0x80000001, cr4: 0x20, efer: 0x500'
    static final String READS = "load at: 0x1000, hex: '48 8b 03 f4'"        // mov rax, [rbx]; hlt

    @AutoCleanup
    OnBoard on

    def "page tables, CPUID, a mode and registers are the plan"() {
        expect:
        Planned.on('x86_64', CPUID) { memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000; regs rsp: 0x8000 } } == '''\
            KVM_CREATE_VM type 0
            KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB
            KVM_SET_TSS_ADDR 0xfffbd000
            page tables that identity-map the lowest 4 GiB, 24 KiB at 0xa000
            KVM_CREATE_VCPU 0
            KVM_SET_CPUID2 of vCPU 0: what KVM_GET_SUPPORTED_CPUID returns
            KVM_SET_SREGS of vCPU 0: 64-bit mode, cr3 0xa000
            KVM_SET_REGS of vCPU 0: rip 0x1000 rflags 0x2 rsp 0x8000'''.stripIndent()
    }

    def "CPUID is set for 64-bit mode alone, once, and the plan says why"() {
        expect: 'the cpuid of the script is the one'
        Planned.on('x86_64', CPUID) { memory at: 0, size: 0x10000; cpuid function: 1, eax: 5; vcpu(0) { long64 0x1000 } }.readLines().findAll { it.contains('CPUID') } ==
                ['KVM_SET_CPUID2 of vCPU 0: what KVM_GET_SUPPORTED_CPUID returns, function 0x1']
        !Planned.on('x86_64', CPUID) { memory at: 0, size: 0x10000; vcpu(0) { real 0x1000 }; vcpu(1) { prot32 0x1000 } }.contains('CPUID')
        !Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000 } }.contains('CPUID')
        Planned.reasons('x86_64', CPUID) { memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000 } }['KVM_SET_CPUID2 of vCPU 0: what KVM_GET_SUPPORTED_CPUID returns']
                .contains("since Linux 7.2, KVM_SET_SREGS refuses EFER.LME unless the vCPU's CPUID has long mode")
    }

    @Needs('qemu:x86_64?release=sid')
    def "Linux 7.2 refuses long mode of a vCPU without CPUID, and the rule is named"() {
        given:
        on = new OnBoard(EmulatedBoards.open('qemu:x86_64?release=sid'))

        when: 'before the call'
        on.run("vm { vcpu(0) { $LONG } }")

        then:
        def planned = thrown(ScriptError)
        ([planned.message] + planned.notes()).join('\n').contains('efer has LME, bit 8, but the vCPU has no CPUID: call KVM_SET_CPUID2 first')

        when: 'by the kernel'
        on.run("unchecked { vm { vcpu(0) { $LONG } } }")

        then:
        def refused = thrown(ScriptError)
        ([refused.message] + refused.notes()).join('\n').contains('efer has LME, bit 8, but the vCPU has no CPUID: call KVM_SET_CPUID2 first')

        expect:
        on.run("vm { cpuid; vcpu(0) { $LONG } }; 1") == 1
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { long64 0x1000 } }; m.run(until: hlt, within: 20.s); 2") == 2
    }

    def "vCPUs share their page tables unless the script places them: #places"() {
        expect:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x20000; vcpu(0) { long64 first, 0x1000 }; vcpu(1) { long64 second, 0x1000 } }
                .readLines().findAll { it.startsWith('page tables') }*.tokenize()*.last() == places

        where:
        first             | second            || places
        [:]               | [:]               || ['0x1a000']
        [tables: 0x8000]  | [:]               || ['0x8000', '0x1a000']
        [tables: 0x18000] | [:]               || ['0x18000', '0x12000']
        [tables: 0x8000]  | [tables: 0x8000]  || ['0x8000']
    }

    def "page tables are placed where nothing is loaded"() {
        expect:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; load at: 0xf000, hex: 'f4'; load at: 0x9800, hex: 'f4'; vcpu(0) { long64 0 } }
                .contains('24 KiB at 0x3000')
    }

    def "page tables without room, or over loaded data, are refused: #message"() {
        when:
        Planned.on('x86_64', Planned.X86, block)

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        block                                                                                                  || message
        ({ vcpu(0) { long64 0x1000 } })                                                                        || 'long64 needs 24 KiB of unused guest memory below 4 GiB'
        ({ memory at: 0, size: 0x5000; vcpu(0) { long64 0x1000 } })                                            || 'no free guest memory for page tables'
        ({ memory at: 0x100000000, size: 0x10000; vcpu(0) { long64 0x1000 } })                                 || 'no free guest memory for page tables'
        ({ memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000, tables: 0xb000 } })                           || 'need 24 KiB inside one memslot'
        ({ memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000, tables: 0x8800 } })                           || 'must start at a multiple of 4 KiB'
        ({ memory at: 0, size: 0x10000; load at: 0x1000, hex: 'f4'; vcpu(0) { long64 0x1000, tables: 0 } })    || 'would overwrite what is loaded at 0x1000'
        ({ vcpu(0) { start 0x10000 } })                                                                        || 'is beyond 0xffff, the address limit of 16-bit real mode'
    }

    @Needs('kvm')
    def "long-mode.groovy runs a 64-bit guest on this machine's KVM"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'kvm', Kvmsh.script('x86/long-mode.groovy'))

        then:
        result.err == ''
        result.out.endsWith('64 bits\n4 expectations held\n')
    }

    @Needs('kvm')
    def "an address of 64-bit code is a physical one, up to 4 GiB"() {
        given:
        on = new OnBoard('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB; memory at: 0xc0000000, size: 64.KB; $READS; load at: 0xc0001230, hex: '88 77 66 55 44 33 22 11'; vcpu(0) { long64 0x1000; regs rbx: 0xc0001230 } }")

        expect:
        on.run('m.run until: hlt; m.regs.rax') == 0x1122334455667788

        when: 'the guest accesses memory beyond it'
        on.run('m.regs.rip = 0x1000; m.regs.rbx = 0x100000000')

        then:
        on.run('m.run().exit == shutdown')
    }

    /** Software virtualization spins on it; KVM on SVM answers a call that it does not know with -KVM_ENOSYS (kvm_emulate_hypercall). */
    @Needs('qemu:x86_64')
    def "a ring 0 hypercall is answered by the kernel, on emulated SVM"() {
        given:
        on = new OnBoard(EmulatedBoards.open('qemu:x86_64'))

        expect:
        on.run("""
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 63 00 00 00 0f 01 d9 f4'; vcpu(0) { long64 0x1000 } }   // mov eax, 99; vmmcall; hlt
            m.run until: hlt, within: 60.s
            m.regs.rax
        """) == -1000
    }

    def "the page tables and the descriptor tables are in the memory map and in the machine's line, in #language"() {
        given:
        on = new OnBoard('model:x86_64', language)

        expect:
        on.run(text).toString() == "machine on model:x86_64 (model): 1 MiB at 0x0, $line, 1 vCPU".toString()
        map.every { each -> on.run('m.memmap').toString().readLines().any { it ==~ each } }

        where:
        language        | text                                                                                                      || line
        Language.GROOVY | 'm = vm { memory at: 0, size: 1.MB; vcpu(0) { long64 0x1000 } }'                                          || '24 KiB of page tables at 0xfa000'
        Language.GROOVY | 'm = vm { memory at: 0, size: 1.MB; vcpu(0) { long64 0x1000, tables: 0x8000 } }'                          || '24 KiB of page tables at 0x8000'
        Language.GROOVY | 'm = vm { memory at: 0, size: 1.MB; vcpu(0) { long64 0x1000, idt: true } }'                               || '24 KiB of page tables at 0xfa000, 12 KiB of IDT, GDT and TSS at 0xf7000'
        Language.JS     | 'm = vm({memory: {at: 0, size: MB(1)}, vcpu: {long64: 0x1000}})'                                          || '24 KiB of page tables at 0xfa000'
        map = line.split(', (?=\\d)').collect { (it =~ /(\d+ KiB) of (.+) at (0x\w+)/)[0] }.collect { "${it[3]} to 0x\\w+ +${it[1]} +${it[2]}" }
    }

    /** mov rdi, ADDRESS of an entry; mov qword [rdi], 0; mov rax, cr3; mov cr3, rax; hlt. */
    private static String overwriting(long at) {
        "load at: 0x1000, hex: 'bf ${[0, 8, 16, 24].collect { String.format('%02x', at >> it & 0xff) }.join(' ')} 48 c7 07 00 00 00 00 0f 20 d8 0f 22 d8 f4'"
    }

    def "on #board a guest that overwrote the page tables is told the first entry: of table #table"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        def told = on.run("vm { memory at: 0, size: 1.MB; ${overwriting(0xfa000 + table * 0x1000)}; vcpu(0) { long64 0x1000 } }.run(within: 60.s)").toString()

        expect:
        told.startsWith('shutdown after 1 exit')
        told.contains("the page tables of long64, 24 KiB at 0xfa000, were overwritten: the first changed entry, at 0x${Long.toHexString(0xfa000 + table * 0x1000)}, is 0x0; kvmsh wrote $entry")
        told.contains('try: long64 ADDRESS, tables: ADDRESS, where the guest does not write')

        where:
        [board, [table, entry]] << [['kvm', 'model:x86_64', 'qemu:x86_64'], [[0, '0xfb007'], [1, '0xfc007'], [2, '0x87']]].combinations()
    }

    def "on #board a guest is not told of page tables that it only used, or left: #what"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        with(on.run("m = vm { memory at: 0, size: 1.MB; load at: 0x1000, hex: '0f 0b'; vcpu(0) { long64 0x1000, tables: 0x8000 } }; $before; m.run(within: 60.s)").toString()) {
            startsWith('shutdown')
            !contains('overwritten')
        }

        where:
        [board, [what, before]] << [['kvm', 'model:x86_64'], [
                ['used', '1'],
                ['left', 'm.mem(0x10000, u64: 0x9007); m.vcpu(0).reg cr3: 0x10000; m.mem(0x8000, u64: 0)'],
        ]].combinations()
    }
}
