package org.kvmsh.specs.plan

import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification
import spock.lang.Timeout

/** Words of several architectures in one VM: an error names the boards that have all of them, and each of these has. */
@Timeout(600)
class WholeLineSpec extends Specification {
    static final String CARD = 'platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000'

    def "#board does not take the whole line, and names boards that do"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.session.replaceBoard(on.board, new HostFacts(on.board, { new Boards(System.getenv()).available() }), null)

        when:
        on.run("vm { $CARD }")

        then: 'it says nothing false'
        def e = thrown(ScriptError)
        e.message.contains('platform SPAPR needs a powerpc board; ') || e.message.contains('vgic needs an arm board or an ioctl of a posted patch, KVM_SET_DEVICE_ADDRESS; ')

        and: 'each board has an ioctl for every word'
        def named = e.notes().find { it.startsWith('boards with all words of this vm { }: ') }
        named.contains('model:rfc (')
        !named.contains('model:power7-hv') && !named.contains('model:ppc-pr') && !named.contains('arm64')
        ['qemu:ppc64', 'qemu:ppc64-powernv'].every { Needed.missing(it) != null || named.contains("rfc:$it (ppc64, emulated, with proposals)") }
        Needed.missing('qemu:ppc64-rfc') != null || named.contains(' qemu:ppc64-rfc (')

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:ppc64', 'qemu:ppc64-powernv', 'qemu:riscv64', 'model:x86_64', 'model:arm-vgicv2', 'model:ppc970-hv', 'model:power7-hv', 'model:ppc-pr',
                'rfc:model:x86_64', 'rfc:qemu:arm64']
    }

    def "#board, which is named, takes the whole line"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)

        expect:
        on.run("vm { $CARD }.close()") == null

        cleanup:
        on?.close()

        where:
        board << ['model:rfc', 'rfc:qemu:ppc64', 'rfc:qemu:ppc64-powernv', 'qemu:ppc64-rfc']
    }

    def "words of one architecture keep the list of its boards, and words that no board has together are told so"() {
        given:
        def on = new OnBoard('model:x86_64')

        when:
        on.run("vm { $words }")

        then:
        def e = thrown(ScriptError)
        e.notes().any { it.contains(note) }

        cleanup:
        on.close()

        where:
        words                        | note
        'ipa 40; mmu RADIX'          | 'no available board has all words of this vm { }'
        'ipa 40; vgic dist: 0x8000000, cpu: 0x8010000' | 'no available board has all words'
        'mmu RADIX; smt 1'           | 'no such board is available'
    }
}
