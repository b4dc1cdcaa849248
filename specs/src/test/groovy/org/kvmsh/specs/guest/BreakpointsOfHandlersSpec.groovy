package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** A handler may set a breakpoint, and write over the instruction of one. */
class BreakpointsOfHandlersSpec extends Specification {
    /** out 0x10, al; out 0x11, al; in al, 0x20; mov [0x3000], al; hlt */
    private static final GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'; vcpu(0) { real 0x1000; regs rax: 0x41 }"

    def "a breakpoint's instruction is hidden from reads, and a handler's write under it reaches the guest, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)

        when: 'mov x0, #1; str to unmapped memory; mov x0, #2, at the breakpoint; the same str; loop'
        on.run("""m = vm { memory at: 0x40000000, size: 64.KB
                    load at: 0x40000000, hex: '20008052 0120a0d2 200000b9 40008052 200000b9 00000014'
                    vcpu(0) { start 0x40000000 } }
                  seen = []
                  m.breakpoint at: 0x4000000c, software: true
                  m.on(mmio: 0x1000000) { e ->
                    seen << e.value
                    if (seen.size() == 1) {
                      seen << m.mem(0x4000000c, 4).u32(0)
                      m.mem 0x4000000c, u32: 0x52800060
                      seen << m.mem(0x4000000c, 4).u32(0)
                    } }
                  m.run within: 100.s""")

        then: 'the breakpoint still stops it, and then the written instruction is executed'
        on.run('m.regs.pc') == 0x4000000cL
        on.run('m.run until: { seen.size() > 3 }, within: 100.s; seen') == [1, 0x52800040, 0x52800060, 3]
        on.run('m.mem(0x4000000c, 4).u32(0)') == 0x52800060

        cleanup:
        on?.close()

        where:
        board << ['model:arm-vgicv2', 'qemu:arm64']
    }

    def "a handler sets and removes a breakpoint, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)

        when:
        on.run("m = vm { $GUEST; on(io: 0x10) { e -> e.machine.breakpoint at: 0x1004 } }; m.on(io: any) { 1 }; m.run within: 60.s")

        then:
        on.run('m.regs.rip') == 0x1004
        on.run('m.breakpoint remove: 0x1004; m.run(until: hlt, within: 60.s).exit().toString()') == 'hlt'

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'model:x86_64']
    }
}
