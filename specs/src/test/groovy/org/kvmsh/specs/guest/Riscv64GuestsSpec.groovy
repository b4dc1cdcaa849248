package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** riscv64 guests on the real KVM of an emulated board. */
@Needs(Riscv64GuestsSpec.BOARD)
@Timeout(600)
class Riscv64GuestsSpec extends Specification {
    static final String BOARD = 'qemu:riscv64'
    static final String MEMORY = 'memory at: 0x80000000, size: 64.KB'
    // lui a7, 0x53525; addiw a7, a7, 0x354; li a6, 0; li a0, 0; li a1, 0; ecall: SBI's SRST, a shutdown
    static final String OFF = 'b7 58 52 53  9b 88 48 35  13 08 00 00  13 05 00 00  93 05 00 00  73 00 00 00'

    @Shared
    @AutoCleanup
    OnBoard on

    def setupSpec() {
        on = new OnBoard(EmulatedBoards.open(BOARD))
    }

    def cleanup() {
        on.run('m.close()')
    }

    def "all 64 bits of registers are read and written by their ABI names"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000; regs ra: 0xffffffff80000000, sp: 0x80008000, stvec: 0x80000100 } }")

        expect:
        on.run('m.regs.pc') == 0x80000000L
        on.run('m.regs.ra == 0xffffffff80000000')
        on.run('m.regs.mode') == 1
        on.run('m.reg("stvec")') == 0x80000100L
        on.run('m.regs.t3 = -1; m.regs.t3 == 0xffffffffffffffff')
        on.run('m.regs.toString()').contains('t3     0xffffffffffffffff')

        when:
        on.run('m.regs.rax')

        then:
        def e = thrown(ScriptError)
        e.message == 'riscv64 vCPUs have no register rax'
    }

    def "#name is a register of a vCPU, as KVM_GET_REG_LIST has it"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000; regs a1: 7 } }")

        expect:
        on.run("m.reg('$name')") == value

        where:
        name        || value
        'x11'       || 7
        'a1'        || 7
        'x1'        || 0
        'fp'        || 0
        'satp'      || 0
        'ft0'       || 0
        'f31'       || 0
        'fcsr'      || 0
        'isa.c'     || 1
        'isa.h'     || 0
        'sbi.srst'  || 1
        'sbi.dbcn'  || 0
        'sta.shmem_lo' || -1
    }

    def "a device store and load are one exit each, and the guest reads the handler's answer"() {
        given: 'lui a3, 0x10000; lbu a4, 0(a3); ld a5, 8(a3); sw a4, 16(a3)'
        on.run("""
            stored = []
            m = vm {
              $MEMORY
              load at: 0x80000000, hex: 'b7 06 00 10  03 c7 06 00  83 b7 86 00  23 a8 e6 00 $OFF'
              vcpu(0) { start 0x80000000 }
              on(mmio: 0x10000000) { 0x1ff }
              on(mmio: 0x10000008) { 0xffffffff80000000 }
              on(mmio: 0x10000010) { e -> stored << e.value }
            }""")

        expect:
        on.run('m.run(until: system).exits') == 4
        on.run('m.regs.a4') == 0xff
        on.run('m.regs.a5 == 0xffffffff80000000')
        on.run('stored') == [0xffL]
    }

    def "a register set after an MMIO exit survives the completion of that exit"() {
        given: 'lui a3, 0x10000; lw a4, 0(a3)'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: 'b7 06 00 10  03 a7 06 00 $OFF'; vcpu(0) { start 0x80000000 } }")

        expect:
        on.run('m.run().exit == mmio')
        on.run('m.regs.a4 = 0x1234; m.run(until: system); m.regs.a4') == 0x1234
    }

    def "a guest that never exits is stopped by within:, and resumes from its registers"() {
        given: 'j .'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '6f 00 00 00 $OFF'; vcpu(0) { start 0x80000000 } }")

        expect:
        on.run('m.run(within: 100.ms).exit == timeout')
        on.run('m.regs.pc') == 0x80000000L
        on.run('m.regs.pc = 0x80000004; m.run(until: system).detail').startsWith('system_event shutdown')
    }

    def "two vCPUs that the script starts run at the same time"() {
        given: 'lui a3, 0x10000; sb a0, 0(a3); j to the store'
        on.run("""
            seen = [0, 0]
            m = vm {
              $MEMORY
              load at: 0x80000000, hex: 'b7 06 00 10  23 80 a6 00  6f f0 df ff'
              vcpu(0) { start 0x80000000; regs a0: 0 }
              vcpu(1) { start 0x80000000; regs a0: 1 }
              on(mmio: 0x10000000) { e -> seen[(int) e.value]++ }
            }""")

        expect:
        on.run('m.run until: { seen.every { it > 20 } }').exits() > 40
    }

    def "a breakpoint is an ebreak in guest memory while the guest runs, also at a compressed instruction"() {
        given: 'c.nop; c.nop; c.nop; j .'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '01 00 01 00 01 00 6f 00 00 00'; vcpu(0) { start 0x80000000 } }")

        expect:
        on.run('m.breakpoint at: 0x80000002; m.run().exit == debug')
        on.run('m.regs.pc') == 0x80000002L
        on.run('m.mem(0x80000000, 4).toString()').contains('01 00 01 00')
    }

    def "a handler of SBI calls that KVM handles itself is refused: #handler"() {
        given:
        on.run('m = vm { }')

        when:
        on.run("vm { $handler { 0 } }")

        then:
        def e = thrown(ScriptError)
        e.message == "$handler would never be called: $why (arch/riscv/kvm/vcpu_sbi.c)"
        e.notes().any { it.startsWith('KVM forwards these to user space: SBI_EXT_DBCN, SBI_EXT_SUSP, SBI_EXT_MPXY') }

        where:
        handler                  || why
        'on(sbi: SBI_EXT_TIME)'  || 'KVM handles these calls itself'
        'on(sbi: SBI_EXT_HSM)'   || 'KVM handles these calls itself'
        'on(sbi: SBI_EXT_SRST)'  || 'KVM handles these calls itself'
        'on(sbi: 0x1)'           || 'KVM itself returns SBI_ERR_NOT_SUPPORTED to the guest'
    }

    def "a handler added to a live machine also enables its extension, if no vCPU has run"() {
        given: 'li a7, 0x4442434e; li a6, 2; li a0, 65; ecall'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: 'b7 48 42 44  9b 88 e8 34  13 08 20 00  13 05 10 04  73 00 00 00 $OFF'; vcpu(0) { start 0x80000000 } }; said = ''")

        expect:
        on.run('m.reg("sbi.dbcn")') == 0
        on.run('m.on(sbi: SBI_EXT_DBCN) { e -> said += e.text; 0 }; m.reg("sbi.dbcn")') == 1
        on.run('m.run(until: system, within: 20.s); said') == 'A'

        when:
        on.run('m.on(sbi: SBI_EXT_SUSP) { 0 }')

        then:
        def e = thrown(ScriptError)
        e.message.contains('EBUSY')
    }

    def "cpu sbi: switches an extension on for every vCPU, and refuses those that are on by default: #asked"() {
        when:
        def answer = on.run("m = vm { cpu sbi: $asked; vcpu 0; vcpu 1 }; [m.vcpu(0).reg('sbi.dbcn'), m.vcpu(1).reg('sbi.susp')]")

        then:
        answer == state

        where:
        asked                 || state
        "'DBCN'"              || [1, 0]
        "['DBCN', 'SUSP']"    || [1, 1]
        'SBI_EXT_SUSP'        || [0, 1]
        "['SBI_EXT_DBCN']"    || [1, 0]
    }

    def "cpu sbi: #asked is refused: #message"() {
        given:
        on.run('m = vm { }')

        when:
        on.run("vm { cpu $asked; vcpu 0 }")

        then:
        def e = thrown(ScriptError)
        e.message == message
        e.notes().any { it.startsWith(note) }

        where:
        asked                     || message                                                                                                        | note
        "sbi: 'TIME'"             || 'SBI_EXT_TIME is already on by default if KVM supports it; KVM itself handles calls to it (arch/riscv/kvm/vcpu_sbi.c)' | "to switch it off before the first run: m.reg 'sbi.time': 0"
        "sbi: 'DBCM'"             || 'DBCM is not an SBI extension that can be switched on'                                                              | "did you mean 'DBCN'?"
        'sbi: 1'                  || '0x1 is not an SBI extension that can be switched on'                                                               | 'off by default: DBCN, SUSP, MPXY'
    }

    def "an extension is switched on until a vCPU has run, in each of the ways that a script can ask for it: #way"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '$OFF'; vcpu(0) { start 0x80000000 } }")
        on.run('m.run(until: system, within: 20.s)')

        when:
        on.run(way)

        then:
        def e = thrown(ScriptError)
        e.message.contains('EBUSY')
        e.toString().contains('rule: may apply: the vCPU has run, and the register cannot change after that')

        where:
        way << ["m.more { cpu sbi: 'DBCN' }", 'm.more { console sbi: SBI_EXT_DBCN }', 'm.on(sbi: SBI_EXT_DBCN) { 0 }', "m.reg 'sbi.dbcn': 1"]
    }

    def "SBI's console is m.console, and goes and comes while the machine exists"() {
        given: 'li a7, 0x4442434e; li a6, 2; li a0, 65; ecall; ecall'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: 'b7 48 42 44  9b 88 e8 34  13 08 20 00  13 05 10 04  73 00 00 00 6f f0 df fe'; vcpu(0) { start 0x80000000 }; console sbi: SBI_EXT_DBCN }")

        expect:
        on.run('m.run(until: { m.console.length() > 2 }, within: 20.s); m.console').startsWith('AAA')
        on.run('m.off(sbi: SBI_EXT_DBCN); m.run(within: 20.s).exit == sbi')
        on.run("text = ''; m.on(sbi: SBI_EXT_DBCN) { e -> text += e.text; 0 }; m.run(until: { text == 'AA' }, within: 20.s); text") == 'AA'
    }

    def "a stop tells the CSRs of control by the names of their bits"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '6f 00 00 00'; vcpu(0) { start 0x80000000; reg sstatus: 0x46022, sie: 0x222 } }")

        expect:
        on.run('m.run(within: 100.ms).toString()').contains('sstatus SIE|SPIE|FS=Dirty|SUM|UXL=64-bit')
        on.run('m.run(within: 100.ms).toString()').contains('sie SSIE|STIE|SEIE')
    }

    def "an unhandled SBI call ends the run and prints its name; the guest then gets SBI_ERR_NOT_SUPPORTED"() {
        given: 'lui a7, 0x8000: the id 0x8000000; li a6, 0; ecall'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: 'b7 08 00 08  13 08 00 00  73 00 00 00  13 09 05 00 $OFF'; vcpu(0) { start 0x80000000 } }")

        expect:
        on.run('m.run().exit == sbi')
        on.run('m.run(until: system, within: 20.s); m.regs.s2 == SBI_ERR_NOT_SUPPORTED')
    }

    def "a vCPU without a start address is stopped until the guest starts it through HSM"() {
        given: 'li a7, 0x48534d; li a6, 0; li a0, 1; auipc a1, 0; addi a1, a1, 36; li a2, 7; ecall; wfi; j .-4; then lui a3, 0x10000; sb a1, 0(a3), and HSM hart stop'
        on.run("""
            seen = []
            m = vm {
              $MEMORY
              load at: 0x80000000, hex: 'b7 58 48 00  9b 88 d8 34  13 08 00 00  13 05 10 00  97 05 00 00  93 85 45 02  13 06 70 00  73 00 00 00  73 00 50 10  6f f0 df ff'
              load at: 0x80000034, hex: 'b7 06 00 10  23 80 b6 00  b7 58 48 00  9b 88 d8 34  13 08 10 00  73 00 00 00'
              vcpu(0) { start 0x80000000 }
              vcpu 1
              on(mmio: 0x10000000) { e -> seen << [e.vcpu.id, e.value] }
            }""")

        expect:
        on.run('m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED')
        on.run('m.run(until: { seen.size() == 1 }, within: 20.s); seen') == [[1, 7]]
    }

    def "steps use ebreak and follow every kind of jump: #how"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '$code'; vcpu(0) { start 0x80000000; regs a0: $a0, ra: 0x80000009 } }; m.reg 'stvec': 0x80000020")

        expect:
        on.run("(1..${way.size()}).collect { m.step(); m.regs.pc - 0x80000000 }") == way

        where:
        how                               | code                                                | a0 || way
        'behind the instruction'          | '13 00 00 00  01 00  13 00 00 00'                   | 0  || [4, 6, 10]
        'jal'                             | '6f 00 c0 00  00 00 00 00  13 00 00 00  6f f0 9f ff' | 0  || [12, 4]
        'jalr, whose lowest bit is off'   | '67 80 00 00  00 00 00 00  13 00 00 00'             | 0  || [8, 12]
        'a branch that is taken'          | '63 04 05 00  13 00 00 00  13 00 00 00'             | 0  || [8, 12]
        'a branch that is not taken'      | '63 04 05 00  13 00 00 00  13 00 00 00'             | 1  || [4, 8]
        'c.j'                             | '11 a0  00 00  13 00 00 00'                         | 0  || [4, 8]
        'c.beqz that is taken'            | '11 c1  00 00  13 00 00 00'                         | 0  || [4, 8]
        'c.bnez that is not taken'        | '11 e1  13 00 00 00'                                | 0  || [2, 6]
        'c.jr'                            | '82 80  00 00 00 00 00 00  13 00 00 00'             | 0  || [8, 12]
        'a trap'                          | '00 00'                                             | 0  || [32]
    }

    def "an impossible step is refused: #why"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '6f 00 00 00'; vcpu(0) { start 0x80000000 }; $more }; $also")

        when:
        on.run('m.step()')

        then:
        def e = thrown(ScriptError)
        e.message == "cannot step from 0x80000000: $why"

        where:
        more                             | also                                 || why
        ''                               | ''                                   || 'the instruction jumps to itself'
        'vcpu(1) { start 0x80000000 }'   | ''                                   || 'single-stepping with software breakpoints needs a VM with one vCPU'
        ''                               | "m.reg satp: 0x8000000000080000"     || 'the guest\'s address translation is on, and its page tables do not map it'
    }

    def "a step to where there is no memory is refused"() {
        given: 'jr zero'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '67 00 00 00'; vcpu(0) { start 0x80000000 } }")

        when:
        on.run('m.step()')

        then:
        def e = thrown(ScriptError)
        e.message == 'cannot step from 0x80000000: the next instruction may be at 0x0, where there is no guest memory'
    }

    def "a run goes on from a breakpoint at an instruction that jumps to itself"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '01 00 01 a0'; vcpu(0) { start 0x80000000 } }; m.breakpoint at: 0x80000002")

        expect:
        on.run('m.run(within: 60.s).line()').startsWith('breakpoint 1 at 0x80000002 after ')
        on.run('m.run(until: timeout, within: 300.ms).exit').toString() == 'timeout'
    }

    def "a snapshot saves and restores every one-reg"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000; regs a0: 1 } }; there = m.snapshot(); m.regs.a0 = 2; m.reg stvec: 0x80000100; m.restore there")

        expect:
        on.run('m.regs.a0') == 1
        on.run('m.reg("stvec")') == 0
    }

    def "a guest that loops in its own trap handler is reported when it is stopped"() {
        given: 'an invalid instruction, also at the trap vector'
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '00 00 00 00'; vcpu(0) { start 0x80000000 } }; m.reg stvec: $vector")

        and: 'it has arrived there, on a slow board too'
        on.run("end = null; for (int i = 0; i < 100 && !(m.regs.pc == $vector && m.reg('sepc') == $vector && m.reg('scause') != 0); i++) { end = m.run within: 300.ms }")

        expect:
        lines.every { on.run('end.toString()').contains(it) }

        where:
        vector       || lines
        '0x80000100' || ['pc 0x80000100 is the trap vector stvec: illegal instruction', 'sepc 0x80000100, the vector itself: the handler takes the same trap again, endlessly', 'stvec is 0x80000100']
        '0'          || ['pc 0x0 is the trap vector stvec: instruction access fault', 'stvec is 0, its value after reset: set it before the guest can take traps']
    }

    def "instructions in guest memory are disassembled"() {
        given:
        Needed.orSkip('asm:riscv64')
        on.run("m = vm { $MEMORY; load at: 0x80000000, hex: '93 05 70 00 01 00 73 00 00 00'; vcpu(0) { start 0x80000000 } }")

        expect:
        on.run('m.dis(0x80000000, 3).instructions')*.bytes()*.length == [4, 2, 4]
        on.run('m.dis(0x80000000, 3).instructions')*.mnemonic().last() == 'ecall'
    }
}
