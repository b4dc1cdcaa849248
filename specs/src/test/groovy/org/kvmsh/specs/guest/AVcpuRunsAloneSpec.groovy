package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** run vcpu: runs one vCPU of a machine, with the machine's handlers; the others stay where they are. */
class AVcpuRunsAloneSpec extends Specification {
    private static final List<String> BOARDS = ['model:x86_64', 'kvm:x86_64', 'qemu:x86_64']
    /** Three vCPUs, each of which writes its number to port 0x60 from code of its own: mov al, N; out %al, 0x60; hlt. */
    private static final Map<Language, String> MACHINES = [
            (Language.GROOVY): '''seen = []
m = vm {
    memory at: 0, size: 64.KB
    3.times { n -> load at: 0x1000 * (n + 1), bytes: [0xb0, n, 0xe6, 0x60, 0xf4]; vcpu(n) { real 0x1000 * (n + 1) } }
    on(io: 0x60) { e -> seen << [e.vcpu.id, e.value] }
}''',
            (Language.JS): '''var seen = []
var m = vm(v => {
    v.memory({at: 0, size: KB(64)})
    for (const n of [0, 1, 2]) {
        v.load({at: 0x1000 * (n + 1), bytes: new Uint8Array([0xb0, n, 0xe6, 0x60, 0xf4])})
        v.vcpu(n, w => { w.real(0x1000 * (n + 1)) })
    }
    v.on({io: 0x60}, e => { seen.push([e.vcpu.id, e.value]) })
})''']

    @AutoCleanup
    OnBoard on

    def "on #board in #language, #how runs vCPU #n with its handler, and no other"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board.replace('kvm:x86_64', 'kvm'), language)
        on.run(MACHINES[language])
        def others = [0, 1, 2] - n

        expect:
        on.run(run.replace('NUMBER', n as String)).toString() == "$n hlt"
        on.run(language == Language.JS ? "seen.length + ' ' + seen[0]" : "seen.size() + ' ' + seen[0].join(',')").toString() == "1 $n,$n"
        others.every { on.run("m.vcpu($it).regs.rip").toString() == "${0x1000 * (it + 1)}" }
        on.run("m.vcpu($n).regs.rip").toString() == "${0x1000 * (n + 1) + 5}"

        where:
        [board, [language, how, run], n] << [BOARDS, [
                [Language.GROOVY, 'm.run', 'o = m.run(vcpu: NUMBER, until: hlt, within: 60.s); "$o.vcpu $o.exit"'],
                [Language.GROOVY, 'run', 'o = run vcpu: NUMBER, until: hlt, within: 60.s; "$o.vcpu $o.exit"'],
                [Language.GROOVY, 'start', 'o = m.start(vcpu: NUMBER, until: hlt, within: 60.s).join(); "$o.vcpu $o.exit"'],
                [Language.JS, 'm.run', 'var o = m.run({vcpu: NUMBER, until: hlt, within: seconds(60)}); `${o.vcpu} ${o.exit}`'],
                [Language.JS, 'run', 'var o = run({vcpu: NUMBER, until: hlt, within: seconds(60)}); `${o.vcpu} ${o.exit}`'],
                [Language.JS, 'start', 'var o = m.start({vcpu: NUMBER, until: hlt, within: seconds(60)}).join(); `${o.vcpu} ${o.exit}`'],
        ], [0, 1, 2]].combinations()
    }

    def "on #board, steps: counts the instructions of the vCPU that runs"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board.replace('kvm:x86_64', 'kvm'))
        on.run(MACHINES[Language.GROOVY])

        expect:
        on.run('m.run(vcpu: 1, steps: 1, within: 60.s); m.vcpu(1).regs.rip') == 0x2002
        on.run('m.vcpu(0).regs.rip') == 0x1000

        where:
        board << BOARDS
    }

    def "a vCPU that the machine does not have is refused, and nothing runs: #number"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(MACHINES[language])

        when:
        on.run(language == Language.JS ? "m.run({vcpu: $number})" : "m.run vcpu: $number")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)
        on.run("trace('KVM_RUN').size") == 0

        where:
        language        | number || message
        Language.GROOVY | '3'    || 'this machine has no vCPU 3'
        Language.GROOVY | '-1'   || 'vcpu:'
        Language.JS     | '3'    || 'this machine has no vCPU 3'
        Language.JS     | '-1'   || 'vcpu:'
    }
}
