package org.kvmsh.specs.guest

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code verify()} and the shell's notes on registers that read back differently. Bit 1 of RFLAGS is always 1 (Intel SDM volume 1, 3.4.3). */
@Timeout(600)
class ReadingBackSpec extends Specification {
    static final Map<Language, String> VM = [(Language.GROOVY): "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; vcpu(1) { real 0x1000 } }",
                                            (Language.JS)    : "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: [{real: 0x1000, regs: {rdx: 0x60}}, {real: 0x1000}]})"]
    static final String ONE = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }"

    static final String X86 = 'memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }'
    static final String ARM64 = 'memory at: 0x40000000, size: 1.MB; vcpu(0) { start 0x40000000 }'
    static final String PPC64 = 'platform SPAPR; memory at: 0, size: 16.MB; vcpu(0) { start 0x100 }'
    static final List<List<String>> STRUCTS_OF_X86 = [
        ['v.ioctl KVM_SET_REGS, r', '1 struct reads back as written'],
        ['v.ioctl KVM_SET_REGS, r; v.ioctl KVM_SET_SREGS, s', '2 structs read back as written'],
        ['r.rflags = 0; r.rax = 3; v.ioctl KVM_SET_REGS, r; v.ioctl KVM_GET_SREGS', 'KVM_SET_REGS rflags: wrote 0x0, reads 0x2'],
        ['v.ioctl KVM_SET_REGS, rip: 0x1000, rflags: 0x40', 'KVM_SET_REGS rflags: wrote 0x40, reads 0x42'],
        ['r.rflags = 0; v.ioctl 0x4090ae82, r', 'KVM_SET_REGS rflags: wrote 0x0, reads 0x2'],
        ['r.rflags = 0; v.ioctl KVM_SET_REGS, r; v.reg rax: 5', '1 register reads back as written'],
        ['v.reg rax: 5; v.ioctl KVM_SET_REGS, r', '1 struct reads back as written'],
        ['v.reg rflags: 0; v.ioctl KVM_GET_REGS', 'rflags: wrote 0x0, reads 0x2'],
        ['r.rflags = 0; v.ioctl KVM_SET_REGS, r; attempt { v.ioctl KVM_SET_REGS, 0x1000 }', 'nothing to compare: no register has been set since the guest last ran'],
        ['x = v.ioctl KVM_GET_XSAVE; v.ioctl KVM_SET_XSAVE, x; e = v.ioctl KVM_GET_VCPU_EVENTS; v.ioctl KVM_SET_VCPU_EVENTS, e', '2 structs read back as written'],
        ['v.ioctl KVM_SET_MSRS, entries: [[index: 0x174, data: 8], [index: 0x175, data: 0x2000]]', '2 structs read back as written'],
        ['v.ioctl KVM_SET_MSRS, entries: [[index: 0x174, data: 8]]; v.ioctl KVM_SET_MSRS, entries: [[index: 0x174, data: 0x10]]', '1 struct reads back as written'],
        ['v.ioctl KVM_SET_MSRS, entries: [[index: 0x174, data: 8], [index: 0x12345678, data: 1]]', '1 struct reads back as written'],
        ['v.ioctl KVM_SET_SREGS, s; v.ioctl KVM_SET_MSRS, entries: [[index: 0x174, data: 8]]', '1 struct reads back as written'],
    ]
    static final String IRQCHIP = "memory at: 0, size: 64.KB; irqchip(); vcpu(0) { real 0x1000 }"
    /** Unsupported by a model: the 16-byte word at 0x80 of a local APIC is TPR, from which PPR at 0xa0 is computed (Intel SDM volume 3, 12.8.3.1). */
    static final List<List<String>> STRUCTS_OF_KERNELS = [
        [X86, 'v.ioctl KVM_SET_SREGS2, v.ioctl(KVM_GET_SREGS2)', '1 struct reads back as written'],
        [X86, 'v.ioctl KVM_SET_VCPU_EVENTS, nmi: [masked: 2]', 'KVM_SET_VCPU_EVENTS nmi.masked: wrote 0x2, reads 0x1'],
        [IRQCHIP, 'v.ioctl KVM_SET_LAPIC, v.ioctl(KVM_GET_LAPIC)', '1 struct reads back as written'],
        [IRQCHIP, 'l = v.ioctl KVM_GET_LAPIC; l.regs[0x80] = 0x20; l.regs[0x390] = 7; v.ioctl KVM_SET_LAPIC, l', 'KVM_SET_LAPIC regs[160]: wrote 0x0, reads 0x20'],
    ]
    static final List<List<String>> STRUCTS = [
        ['qemu:arm64', ARM64, 'v.ioctl KVM_SET_ONE_REG, id: 0x6030000000100000, value: -1', '1 struct reads back as written'],
        ['qemu:arm64', ARM64, 'v.ioctl KVM_SET_ONE_REG, id: 0x603000000013df19, value: 0x100000001', 'KVM_SET_ONE_REG id 0x603000000013df19: wrote 0x100000001, reads 0x5'],
        ['qemu:arm64', ARM64, 'v.ioctl KVM_SET_ONE_REG, id: 0x6040000000100054, value: (1..16) as byte[]', '1 struct reads back as written'],
        ['qemu:arm64', ARM64, 'a = m.allocate 8; a.write([7]); v.ioctl KVM_SET_ONE_REG, id: 0x6030000000100000, addr: a', '1 struct reads back as written'],
        ['qemu:ppc64', PPC64, 'v.ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_FPR0, value: 5; v.ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_DSCR, value: 6', '2 structs read back as written'],
        ['qemu:ppc64', PPC64, 'v.ioctl KVM_SET_SREGS, s; r.cr = 0x300000002; v.ioctl KVM_SET_REGS, r', 'KVM_SET_REGS cr: wrote 0x300000002, reads 0x2'],
    ]

    @AutoCleanup
    OnBoard on

    @TempDir
    Path folder

    def "a register that reads back differently is named with both values on #board in #language"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(VM[language])

        expect: 'the registers set by vm read back equal'
        on.run('m.verify().empty')
        on.run('m.verify().count') > 0

        when:
        on.run(language == Language.GROOVY ? 'm.reg rflags: 0, rbx: 5; m.vcpu(1).reg rflags: 0x40' : 'm.reg({rflags: 0, rbx: 5}); m.vcpu(1).reg({rflags: 0x40})')

        then:
        on.run('verify()').toString() == 'rflags: wrote 0x0, reads 0x2\nvCPU 1 rflags: wrote 0x40, reads 0x42'
        on.run('m.vcpu(1).verify()').toString() == 'vCPU 1 rflags: wrote 0x40, reads 0x42'
        !on.run('verify().empty')
        on.run('m.verify().all[0].name') == 'rflags'
        on.run('m.verify().all[0].reads') == 2
        on.run('why').toString().contains('rflags: wrote 0x0, reads 0x2')

        when: 'it is set to a value that it can hold'
        on.run("m.reg('rflags', 2); m.vcpu(1).reg('rflags', 0x42)")

        then:
        on.run('verify().empty')
        !on.run('why').toString().contains('rflags')

        where:
        [board, language] << [OnBoard.x86(), [Language.GROOVY, Language.JS]].combinations()
    }

    def "a script makes only the calls that it names, and verify makes one per kind of register: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ONE)
        on.run('m.reg rflags: 0, rbx: 5, cr3: 0x4000, sysenter_cs: 8')

        when:
        on.run('before = trace.size; verify(); made = trace.size - before')

        then: 'KVM_GET_REGS, KVM_GET_SREGS and KVM_GET_MSRS'
        on.run('made') == 3

        when: 'the guest has run, so nothing is left to compare'
        on.run('m.run until: hlt; before = trace.size; none = verify(); made = trace.size - before')

        then:
        on.run('made') == 0
        on.run('none').toString() == 'nothing to compare: no register has been set since the guest last ran'

        where:
        board << OnBoard.x86()
    }

    def "registers of other architectures are read back too: #board"() {
        given:
        Needed.orSkip(board.replaceFirst(/\?.*/, ''))
        on = new OnBoard(board)
        on.run("m = vm { $machine }; v = m.vcpu(0)")

        expect: 'the registers set by vm read back equal'
        on.run('m.verify().count') > 0
        on.run('m.verify()').toString() == kept

        when:
        on.run("v.reg $set")

        then:
        on.run('verify()').toString() == read

        where:
        board                  | machine                                                                                || kept                           | set                                                       || read
        'qemu:arm64'           | ARM64                                                                                  || '1 register reads back as written'  | 'x0: 5, timer_ctl: 0x100000001, sctlr_el1: 0x30d00800'     || 'timer_ctl: wrote 0x100000001, reads 0x5'
        'model:arm-vgicv2'     | ARM64                                                                                  || '1 register reads back as written'  | 'x0: 5, timer_ctl: 0x100000001, sctlr_el1: 0x30d00800'     || 'timer_ctl: wrote 0x100000001, reads 0x5'
        'qemu:ppc64'           | PPC64                                                                                  || '2 registers read back as written'  | 'cr: 0x300000002, msr: 0x9000000000001000, r3: 7'          || 'cr: wrote 0x300000002, reads 0x2\nmsr: wrote 0x9000000000001000, reads 0x8000000000001000'
        'model:ppc-pr'         | 'memory at: 0, size: 16.MB; vcpu(0) { start 0x100 }'                                   || '2 registers read back as written'  | 'cr: 0x300000002, msr: 0x9000000000001000, r3: 7'          || 'cr: wrote 0x300000002, reads 0x2'
        'model:power7-hv'      | 'platform SPAPR; arch 206; memory at: 0, size: 32.MB, huge: 16.MB; vcpu(0) { start 0x100 }' || '2 registers read back as written'  | 'cr: 0x300000002, r3: 7'                         || 'cr: wrote 0x300000002, reads 0x2'
    }

    def "sp is not compared after a write of PSTATE, which may select another stack pointer: #set"() {
        given:
        on = new OnBoard('model:arm-vgicv2')
        on.run("m = vm { memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 } }")

        when:
        on.run(set)

        then:
        on.run('m.verify().empty')
        on.run('m.verify().count') == count
        on.run("m.reg '$pointer'") == 0x40007000

        where:
        set                                              | pointer  || count
        'm.reg sp: 0x40007000; m.reg pstate: 0x3c4'      | 'sp_el1' || 2
        'm.reg sp: 0x40007000, pstate: 0x3c4'            | 'sp_el0' || 3
        'm.reg pstate: 0x3c4; m.reg sp: 0x40007000'      | 'sp_el0' || 3
    }

    @Sample(verify = 16)
    def "a struct that an ioctl sets is read back: #board, #call"() {
        given:
        Needed.orSkip(board.replaceFirst(/\?.*/, ''))
        on = new OnBoard(board)
        on.run("m = vm { $machine }; v = m.vcpu(0)")
        if (!board.contains('arm64')) {
            on.run('r = v.ioctl KVM_GET_REGS; s = v.ioctl KVM_GET_SREGS')
        }

        when:
        on.run(call)

        then:
        on.run('verify()').toString() == read

        where:
        [board, machine, call, read] << STRUCTS + OnBoard.x86().collectMany { x86 -> STRUCTS_OF_X86.collect { call, read -> [x86, X86, call, read] } } +
                (OnBoard.x86() - 'model:x86_64').collectMany { x86 -> STRUCTS_OF_KERNELS.collect { machine, call, read -> [x86, machine, call, read] } }
    }

    def "a failed run reports registers that read back differently: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ONE)

        when:
        on.run('m.reg rflags: 0; verify(); m.run until: shutdown')

        then:
        def e = thrown(ScriptError)
        e.notes().any { it.contains('rflags: wrote 0x0, reads 0x2') }

        where:
        board << OnBoard.x86()
    }

    def "a file can expect it in #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        def file = folder.resolve(name).toFile()
        file.text = text

        when:
        def expected = on.runFile(file.toPath())

        then:
        expected == 'rflags'

        where:
        language        | name   | text
        Language.GROOVY | 'v.groovy' | "def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rbx: 7 } }\nexpect { verify().empty && m.verify().count > 0 }\nm.reg rflags: 0\nexpect { !m.verify().empty }\nverify().all[0].name\n"
        Language.JS     | 'v.js' | "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000, regs: {rbx: 7}}})\nexpect(() => verify().empty && m.verify().count > 0)\nm.reg({rflags: 0})\nexpect(() => !m.verify().empty)\nverify().all[0].name\n"
    }

    def "the shell reports it after the line, in why and when the next run fails: #board"() {
        given:
        Needed.orSkip(board)
        def shell = new TypedShell([:], board, folder.resolve('history'))

        when:
        shell.type(ONE).await('machine on')
        shell.type('m.reg rflags: 0')

        then:
        shell.await('\nrflags: wrote 0x0, reads 0x2')

        when:
        shell.type('why')

        then:
        shell.await('\nrflags: wrote 0x0, reads 0x2', 2)

        when:
        shell.type('m.run until: shutdown')

        then:
        shell.await('rflags: wrote 0x0, reads 0x2', 3)

        cleanup:
        shell?.close()

        where:
        board << OnBoard.x86()
    }
}
