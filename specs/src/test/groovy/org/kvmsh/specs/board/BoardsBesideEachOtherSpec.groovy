package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** board 'NAME' opens a board beside the one that a script runs on; each has its own rules, names, trace and machines. */
@Timeout(600)
class BoardsBesideEachOtherSpec extends Specification {
    static final String ARM = "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 04 00 91 20 00 00 f9'; vcpu(0) { start 0x40000000; regs x0: 41, x1: 0x9000000 }"
    static final String ARM_JS = "memory: {at: 0x40000000, size: KB(64)}, load: {at: 0x40000000, hex: '00 04 00 91 20 00 00 f9'}, vcpu: {start: 0x40000000, regs: {x0: 41, x1: 0x9000000}}"

    @TempDir
    Path folder

    @AutoCleanup(quiet = true)
    OnBoard on

    private void running(Language language) {
        on = new OnBoard('model:x86_64', language)
    }

    @Sample(verify = 8)
    def "#language: a machine of another architecture is created and driven beside this board's"() {
        given:
        running(language)

        when:
        lines.each { on.run(it) }

        then: 'it ran on its own board, and its steps name that'
        on.printed.readLines() == ['42', 'arm64', 'x86_64']
        on.session.machines().empty
        on.steps.any { it.contains('board model:arm-vgicv2 (model), software model') }
        on.steps.any { it.startsWith('  model:arm-vgicv2  vcpu  KVM_ARM_VCPU_INIT') }

        where:
        language        | lines
        Language.GROOVY | ["b = board 'model:arm-vgicv2'", "m = b.vm { $ARM }", 'm.run until: mmio', 'println m.regs.x0', 'println b.arch', 'println board.arch']
        Language.JS     | ["const b = board('model:arm-vgicv2')", "const m = b.vm({$ARM_JS})", 'm.run({until: mmio})', 'println(m.regs.x0)', 'println(b.arch)', 'println(board.arch)']
    }

    def "a block of a board has the names of its headers and its rules, and the script's own board keeps its own"() {
        given:
        running(Language.GROOVY)
        on.run("b = board 'model:arm-vgicv2'")

        when: 'a word of x86'
        on.run('b.vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }')

        then:
        def wrong = thrown(ScriptError)
        wrong.message.contains('model:arm-vgicv2 (model)')

        when: 'a name of arm headers in its block'
        on.run('b.vm { memory at: 0, size: 64.KB; println KVM_ARM_VCPU_PSCI_0_2 }')

        then:
        on.printed.readLines() == ['2']

        when: 'outside of its block'
        on.run('KVM_ARM_VCPU_PSCI_0_2')

        then:
        def unknown = thrown(ScriptError)
        unknown.message.contains('unknown name KVM_ARM_VCPU_PSCI_0_2 on x86_64')
    }

    def "calls, capabilities and machines are each board's own; closing a board closes its machines"() {
        given:
        running(Language.GROOVY)
        on.run("b = board 'model:arm-vgicv2'; m = b.vm { memory at: 0, size: 64.KB }")

        expect:
        on.run("b.caps('ARM_PSCI').value('ARM_PSCI')") == 1
        on.run("b.trace.toString()").contains('KVM_CREATE_VM')
        !on.run("trace('KVM_CREATE_VM').toString()").contains('KVM_CREATE_VM')
        on.run('b.toString()').startsWith('model:arm-vgicv2 (model), ')

        when:
        on.run('b.close(); b.vm { memory at: 0, size: 64.KB }')

        then:
        def closed = thrown(ScriptError)
        closed.message == 'board model:arm-vgicv2 is closed'

        when:
        on.run('m.mem(0, 4)')

        then:
        thrown(ScriptError)
    }

    def "what cannot be opened is an error with the reason: #text"() {
        given:
        running(Language.GROOVY)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains(reason)

        where:
        text                   || reason
        "board 'model:x86_65'" || "no board model:x86_65; did you mean 'model:x86_64'?"
        'board.close()'        || "the script's own board cannot be closed; it stays open until the session ends"
    }

    def "a plan opens no board"() {
        given:
        def script = Files.writeString(folder.resolve('opens.groovy'), "board 'model:x86_64'\n")

        expect:
        Kvmsh.run('plan', '-b', 'model:x86_64', "$script").err.contains("a plan cannot open boards: run the script to open board 'model:x86_64'")
    }

    @Sample(verify = 8)
    def "scripts/two-boards.#type compares #board with #other"() {
        given:
        Needed.orSkip(board, other)

        expect:
        Kvmsh.run('-q', '-b', board, Kvmsh.script("two-boards.$type"), other).passed('1 test passed')

        where:
        [type, board, other] << [['groovy', 'js'], ['model:x86_64', 'kvm'], ['model:x86_64']].combinations()
    }
}
