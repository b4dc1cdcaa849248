package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The registers that differ between two stops, copies or snapshots. */
class RegistersAreComparedSpec extends Specification {
    static final String X86 = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 43 f4'; vcpu(0) { real 0x1000 } }"
    /** add x0, x0, 1; b . */
    static final String ARM64 = "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '00040091 00000014'; vcpu(0) { start 0x40001000 } }"

    @AutoCleanup
    OnBoard on

    def "a copy, a snapshot and the registers now: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("$guest; before = m.snapshot(); copy = m.regs.copy; m.step()")

        expect:
        on.run('diff(copy, m.regs).toString()') == changes
        on.run('diff(before, m).toString()') == changes
        on.run('m.regs.diff(before).toString()') == changes
        on.run('same(copy, before)')
        on.run('diff(before, copy).toString()') == 'no difference'
        on.run('diff(before, m.vcpu(0)).names') == changes.readLines()*.replaceAll(/:.*/, '')

        where:
        board              | guest || changes
        'kvm'              | X86   || 'rax: 0x0 -> 0x1\nrip: 0x1000 -> 0x1001'
        'model:x86_64'     | X86   || 'rax: 0x0 -> 0x1\nrip: 0x1000 -> 0x1001'
        'model:arm-vgicv2' | ARM64 || 'x0: 0x0 -> 0x1\npc: 0x40001000 -> 0x40001004'
        'qemu:arm64'       | ARM64 || 'x0: 0x0 -> 0x1\npc: 0x40001000 -> 0x40001004'
    }

    def "two stops, in JavaScript"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 43 f4'}, vcpu: {real: 0x1000}}); var one = m.step(); String(one); var two = m.step(); String(two)")

        expect:
        on.run('String(diff(one, two))') == 'rbx: 0x0 -> 0x1\nrip: 0x1001 -> 0x1002'
        on.run('diff(one, m.regs).names.length') == 2
        on.run('String(m.regs.diff(one))') == 'rbx: 0x0 -> 0x1\nrip: 0x1001 -> 0x1002'
        on.run('var before = m.regs.copy; m.regs.rax = 7; String(before.diff(m.regs))') == 'rax: 0x7 -> 0x1'
    }

    @Sample(verify = 16)
    def "registers of two architectures cannot be compared: #left and #right"() {
        given:
        on = new OnBoard('model:x86_64')
        def other = new OnBoard('model:arm-vgicv2')
        on.run(X86)
        def values = [x86: on.run("[m, m.regs, m.regs.copy, m.snapshot(), m.vcpu(0)]"), arm: other.run("$ARM64; [m, m.regs, m.regs.copy, m.snapshot(), m.vcpu(0)]")]

        when:
        org.kvmsh.dsl.machine.vcpu.HasRegisters.difference(values.x86[left], values.arm[right])

        then:
        def failed = thrown(ScriptError)
        failed.message == 'registers of x86_64 and of arm64 cannot be compared'

        cleanup:
        other?.close()

        where:
        [left, right] << [0..4, 0..4].combinations()
    }

    def "of two machines diff has the memory, vCPUs and devices that only one has: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("$X86; n = vm { memory at: 0, size: 64.KB; memory at: 0x100000, size: 4.KB; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }")

        expect:
        on.run('diff(m, n).toString()') == 'memslot 1: none -> 0x100000 to 0x100fff\nvCPUs: 0 -> 0, 1'
        on.run('diff(n.snapshot(), m).names') == ['memslot 1', 'vCPUs']
        !on.run('same(m, n)')
        on.run('same(m, m.snapshot())')

        where:
        board << OnBoard.x86()
    }

    def "#what is rejected"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(X86)

        when:
        on.run(script)

        then:
        ScriptError e = thrown()
        e.message.startsWith(message)

        where:
        what                                  | script                                           || message
        'a stop whose registers are not kept' | 's = m.step(); m.step(); diff s, m.regs'         || 'the registers of this outcome are not known'
    }
}
