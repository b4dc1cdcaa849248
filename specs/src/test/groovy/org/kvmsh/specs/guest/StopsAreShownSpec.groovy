package org.kvmsh.specs.guest

import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** What a person sees who debugs a guest: where it has stopped, what has changed, and the code there. */
@Timeout(600)
class StopsAreShownSpec extends Specification {
    /** mov ax, 5; again: dec ax; jnz again; hlt. */
    static final String X86 = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 05 00 48 75 fd f4'; vcpu(0) { real 0x1000 } }; m.breakpoint at: 0x1003; m.breakpoint at: 0x1004"
    /** mov x0, #5; again: sub x0, x0, #1; cbnz x0, again; b . */
    static final String ARM64 = "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: 'a00080d2 000400d1 e0ffffb5 00000014'; vcpu(0) { start 0x40001000 } }; " +
            "m.breakpoint at: 0x40001004; m.breakpoint at: 0x40001008"

    @AutoCleanup
    OnBoard on

    def "a stop at a breakpoint shows its number, its address, what changed since the last stop, and the code with a mark at the pc: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(guest)

        when:
        def first = on.run('m.run().toString()')
        def second = on.run('m.run().toString()')

        then:
        first.startsWith("breakpoint 1 at $at1 after 1 exit in ")
        !first.contains('changed:')
        second.startsWith("breakpoint 2 at $at2 after 1 exit in ")
        second.lines().toList()[1].startsWith("changed: $changed")
        second.contains("\ncode at $at2:\n")
        second.lines().filter { it.startsWith('-> ') }.toList().size() == 1
        second.contains("\n-> $at2  $code")

        and: 'a step is one line, with what it changed'
        on.run('m.step().toString()').lines().toList()[1] ==~ /changed: .*/

        where:
        board                | guest | at1          | at2          | changed               | code
        'kvm'                | X86   | '0x1003'     | '0x1004'     | 'rax 0x5 -> 0x4, '    | '75 fd'
        'model:x86_64'       | X86   | '0x1003'     | '0x1004'     | 'rax 0x5 -> 0x4, '    | '75 fd'
        'model:arm-vgicv2'   | ARM64 | '0x40001004' | '0x40001008' | 'x0 0x5 -> 0x4, '     | 'e0 ff ff b5'
        'qemu:arm64'         | ARM64 | '0x40001004' | '0x40001008' | 'x0 0x5 -> 0x4, '     | 'e0 ff ff b5'
    }

    def "the number of a removed breakpoint is not reused"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(X86)

        expect:
        on.run('m.breakpoint remove: 0x1003; m.breakpoint at: 0x1006; m.run().line()').startsWith('breakpoint 2 at 0x1004')
        on.run('m.breakpoint remove: 0x1004; m.run().line()').startsWith('breakpoint 3 at 0x1006')
    }

    def "an outcome prints only how the run ended once the guest has continued"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(X86)

        expect:
        on.run('first = m.run(); m.run(); first.toString()') ==~ /breakpoint 1 at 0x1003 after 1 exit in [^\n]*/
        on.run('last = m.run(); m.close(); last.toString()') ==~ /breakpoint 1 at 0x1003 after 1 exit in [^\n]*/
    }

    def "a stopped guest shows everything: reason, registers with the changed ones marked, flags, code"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 e6 80 eb fb'; vcpu(0) { real 0x1000 }; on(io: 0x80) { m.stop() } }")

        expect: 'at 0x1003, since out is complete when its exit comes on this board'
        on.run('m.run().toString()').contains('non-zero registers:\nrax    0x0000000000000001')
        on.run('m.run().toString()').contains('non-zero registers, * changed since the last stop:\nrax    *0x0000000000000002')
    }

    def "an instruction that a model does not implement stops it with its state: #board"() {
        given:
        on = new OnBoard(board)
        on.run(guest)

        when:
        on.run('m.run()')

        then:
        def e = thrown(ScriptError)
        e.message.contains(place)
        e.notes()[0] == 'state:'
        e.notes()[1].contains('non-zero registers:')
        e.notes()[1].contains("code at $place:\n")
        e.notes()[1].contains("-> $place  00 00 00 00")

        where:
        board              | place        | guest
        'model:arm-vgicv2' | '0x40001004' | "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '1f2003d5 00000000'; vcpu(0) { start 0x40001000 } }"
    }

    def "registers have as many columns as fit into #columns"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('m = vm { vcpu 0 }')

        when:
        def lines = on.run('m.regs').text(columns).lines().toList()

        then:
        lines.every { it.length() <= columns }
        lines[0].split(/0x/).length - 1 == across
        on.run('m').vcpu(0).text(columns).lines().skip(1).toList() == lines

        where:
        columns || across
        40      || 1
        80      || 3
        200     || 7
    }

    def "dis without an address shows the code at the pc, and mem without a length shows how much it prints: #board"() {
        given:
        on = new OnBoard(board)
        on.run(guest)

        expect:
        on.run('m.dis().toString()').contains(code)
        on.run('dis().toString()') == on.run('m.dis().toString()')
        on.run("m.dis($at).toString()").contains(code)
        on.run("mem($at).length") == 64
        on.run("mem($at).toString()").lines().toList().last() == '64 bytes (default; to change it, give a length after the address)'
        on.run("m.mem($at + 4096 - 16).length") == 16

        where:
        board              | guest | at           | code
        'model:x86_64'     | X86   | '0x1000'     | '0x1000  b8 05 00'
        'model:arm-vgicv2' | ARM64 | '0x40001000' | '0x40001000  a0 00 80 d2'
    }

    def "flags have the names of #arch's manual: #register #value"() {
        expect:
        Architecture.of(arch).layouts().find { it.register() == register }.inWords(value) == words

        where:
        arch        | register    | value                 || words
        Arch.X86_64 | 'rflags'    | 0x3246                || 'PF|ZF|IF|IOPL=0x3'
        Arch.X86_64 | 'cr0'       | 0x80050033L           || 'PE|MP|ET|NE|WP|AM|PG'
        Arch.X86_64 | 'cr4'       | 0x6a0                 || 'PAE|PGE|OSFXSR|OSXMMEXCPT'
        Arch.X86_64 | 'efer'      | 0xd01                 || 'SCE|LME|LMA|NXE'
        Arch.ARM64  | 'pstate'    | 0x600003c5L           || 'M=EL1h|F|I|A|D|C|Z'
        Arch.ARM64  | 'sctlr_el1' | 0x1005                || 'M|C|I'
        Arch.PPC64  | 'msr'       | 0x8000000000001033G.longValue()  || 'LE|RI|DR|IR|ME|SF'
    }

    def "an array of zeros is shown as one range, and unused union members are hidden"() {
        given:
        on = new OnBoard('model:rfc')

        expect:
        on.run("struct('kvm_sregs').toString()") == 'pvr: 0\nu: {s: {sdr1: 0x0, ppc64: {slb[0..63]: 0}, ppc32: {sr[0..15]: 0, ibat[0..7]: 0, dbat[0..7]: 0}}}'
        on.run("s = struct('kvm_sregs'); s.u.s.ppc64.slb[1].slbe = 5; s.toString()").contains('ppc64: {slb: [{slbe: 0x0, slbv: 0x0}, {slbe: 0x5, slbv: 0x0}, 2..63: 0]}')
        on.run("struct('kvm_regs').toString()").contains('\ngpr[0..31]: 0')
    }

    def "a refused call shows what differs from the values read before"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; s = m.vcpu(0).ioctl KVM_GET_SREGS; s.cr4 = 0x40000000')

        when:
        on.run('m.vcpu(0).ioctl KVM_SET_SREGS, s')

        then:
        def e = thrown(ScriptError)
        e.toString().contains('argument: cr4: 0x40000000, otherwise as returned by KVM_GET_SREGS\n')
    }
}
