package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** m.snapshot 'before' keeps a machine's state under a name, m.restore 'before' sets it again. */
class SnapshotsHaveNamesSpec extends Specification {
    @AutoCleanup
    OnBoard on

    def "a state is restored by its name: #language on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(vm)

        when:
        take.each { on.run(it) }

        then:
        on.run('String.valueOf(m.snapshots)'.replace('String.valueOf', language == Language.JS ? 'String' : 'String.valueOf')).readLines()*.replaceFirst(/:.*/, '') == ['first', 'second']
        [restore[0], restore[1]].collect { on.run(it); on.run(language == Language.JS ? 'Number(m.regs.rax)' : 'm.regs.rax as int') } == [1, 2]

        where:
        [language, board] << [Language.values(), OnBoard.x86()].combinations()
        vm = language == Language.JS ? "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000, regs: {rax: 1}}})"
                : 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 1 } }'
        take = language == Language.JS ? ["m.snapshot('first')", 'm.regs.rax = 2', "snapshot('second')", 'm.regs.rax = 3'] : ["m.snapshot 'first'", 'm.regs.rax = 2', "snapshot 'second'", 'm.regs.rax = 3']
        restore = language == Language.JS ? ["m.restore('first')", "restore('second')"] : ["m.restore 'first'", "restore 'second'"]
    }

    def "an unknown name is rejected with those that there are: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(language == Language.JS ? "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}); m.snapshot('before')"
                : "m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; m.snapshot 'before'")

        when:
        on.run("m.restore('befor')")

        then:
        def failed = thrown(ScriptError)
        failed.message.contains("no snapshot 'befor'")
        failed.notes().toString().contains('before')

        where:
        language << Language.values()
    }

    def "a snapshot is restored in another machine of the same shape: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 1 } }; n = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; m.mem 0x2000, u32: [42]")

        when:
        on.run('n.restore(m.snapshot()); m.regs.rax = 9')

        then:
        on.run('[n.regs.rax, n.mem(0x2000, 4).u32(0), m.regs.rax]*.intValue()') == [1, 42, 9]

        where:
        board << OnBoard.x86()
    }

    def "a snapshot of a machine of another shape is rejected with both machines and what differs, and changes nothing: #other on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 1 } }; before = m.snapshot()\nn = vm { $other }")

        when:
        on.run('n.restore before')

        then:
        def failed = thrown(ScriptError)
        failed.message.findAll(/the machine at \S+:\d+:\d+/).toUnique().size() == 2
        failed.notes().join('\n') == differs
        on.run('n.vcpu(0).regs.rax') == 0

        where:
        board       | other                                                                                          || differs
        'kvm'       | 'memory at: 0, size: 128.KB; vcpu(0) { real 0x1000 }'                                          || 'memslot 0: 0x0 to 0xffff in the snapshot; 0x0 to 0x1ffff in this machine'
        'kvm'       | 'memory at: 0, size: 64.KB; memory at: 1.MB, size: 4.KB; vcpu(0) { real 0x1000 }'              || 'memslot 1: none in the snapshot; 0x100000 to 0x100fff in this machine'
        'kvm'       | 'memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 }'                  || 'vCPUs: 0 in the snapshot; 0, 1 in this machine'
        'kvm'       | 'memory at: 0, size: 64.KB; irqchip; pit; vcpu(0) { real 0x1000 }'                             || 'devices: none in the snapshot; KVM_CREATE_IRQCHIP, KVM_CREATE_PIT2 in this machine'
        'model:x86_64' | 'memory at: 0x1000, size: 64.KB; vcpu(0) { real 0x1000 }'                                   || 'memslot 0: 0x0 to 0xffff in the snapshot; 0x1000 to 0x10fff in this machine'
    }

    def "what no call returns is missing once it was set: #call"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run('m = vm { memory at: 0, size: 64.KB; irqchip; vcpu(0) { real 0x1000 } }')

        expect:
        on.run('m.snapshot().missing') == []

        when:
        on.run("m.$call")

        then:
        on.run('m.snapshot().missing') == [missing]

        where:
        call                                              || missing
        'ioctl KVM_SET_GSI_ROUTING, nr: 0, flags: 0'      || 'the interrupt routes: no call returns what KVM_SET_GSI_ROUTING has set'
        'ioctl KVM_SET_TSS_ADDR, 0xfffb0000'              || 'the address of the TSS pages: no call returns what KVM_SET_TSS_ADDR has set'
    }
}
