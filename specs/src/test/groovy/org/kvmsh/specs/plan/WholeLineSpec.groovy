package org.kvmsh.specs.plan

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.plan.step.OtherBoards
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.PlanReader
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.VmLines
import spock.lang.Specification
import spock.lang.Timeout

/** Words of several architectures in one VM: an error names the boards that have all of them, and each of these has. */
@Timeout(600)
class WholeLineSpec extends Specification {
    static final String CARD = VmLines.CARD

    def "#board does not take the whole line, and names boards that do"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.session.replaceBoard(on.board, new HostFacts(on.board, OtherBoards.of(new Boards(System.getenv()))), null)

        when:
        on.run("vm { $CARD }")

        then: 'it says nothing false'
        def e = thrown(ScriptError)
        e.message.contains('platform SPAPR needs a powerpc board; ') || e.message.contains('vgic needs an arm board or an ioctl from a posted patch, KVM_SET_DEVICE_ADDRESS; ')

        and: 'each board has an ioctl for every word'
        def named = e.notes().find { it.startsWith('boards that accept this vm { }: ') }
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

    @Sample(verify = 16)
    def "the boards that an error names for #line are those that take it by their own plan"() {
        given: 'each board is asked itself, those in QEMU too'
        def on = new OnBoard(asked)
        on.session.replaceBoard(on.board, new HostFacts(on.board, OtherBoards.of(new Boards(System.getenv()))), null)

        when:
        def notes = notesOf(on, line)

        then: 'none of them is unknown, and no other takes it'
        !notes.any { it.startsWith('boards that may accept this vm') }
        notes.any { it.startsWith('boards that accept this vm { }: ') || it.startsWith('no available board accepts this vm { }') }
        def named = notes.find { it.startsWith('boards that accept') }?.replaceFirst('^[^:]*: ', '')?.split('\\), ')*.replaceFirst(' \\(.*', '') ?: []
        CATALOGUE.findAll { it in named } == CATALOGUE.findAll { takes(it, line) }
        named.findAll { it.startsWith('rfc:') }.every { takes(it, line) && !takes(it - 'rfc:', line) }

        cleanup:
        on?.close()

        where:
        [asked, line] << ASKED.collectMany { board -> VmLines.OF_ONE_ARCHITECTURE.findAll { isOfAnother(board, it) }.collect { [board, it] } }
    }

    /** Every board that this machine has. */
    static final List<String> CATALOGUE = new Boards(System.getenv()).available().findAll { it.kind() == BoardKind.MODEL || it.name() == 'kvm' || it.name() in EmulatedBoards.NAMES }*.name()
    static final List<String> ASKED = ['model:x86_64', 'model:arm-vgicv2', 'model:rfc']
    private static final Map<String, Board> OPEN = [:]
    private static final Map<List<String>, Boolean> TAKEN = [:]

    def cleanupSpec() {
        OPEN.values()*.close()
    }

    /** Whether a word of the line is of another architecture than the board's, or of a patch that it does not have. */
    private static boolean isOfAnother(String board, String line) {
        new OnBoard(board).withCloseable { !notesOf(it, line).isEmpty() }
    }

    /** Of the refusal that names boards; none if there is none. */
    private static List<String> notesOf(OnBoard on, String line) {
        try {
            on.run("plan { $line }")
            []
        } catch (ScriptError e) {
            e.headline() =~ /^.* needs an? .* board/ ? e.notes() : []
        }
    }

    private static boolean takes(String name, String line) {
        TAKEN.computeIfAbsent([name, line]) {
            def board = OPEN.computeIfAbsent(name) { it in EmulatedBoards.NAMES ? EmulatedBoards.open(it) : new Boards(System.getenv()).open(it) }
            def kvmsh = new Library(new Boards(System.getenv()), new PrintWriter(new StringWriter()), { })
            kvmsh.use(Session.onPaper(board.name(), board.kind(), board.caveat(), new HostFacts(board, { [] }), new PlanReader() { }))
            try {
                kvmsh.evaluate(Language.GROOVY, "vm { $line }")
                true
            } catch (ScriptError ignored) {
                false
            } finally {
                kvmsh.close()
            }
        }
    }

    def "words that no board has together are told so"() {
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
        'ipa 40; mmu RADIX'          | 'no available board accepts this vm { }'
        'ipa 40; vgic dist: 0x8000000, cpu: 0x8010000' | 'no available board accepts this vm { }'
        'mmu RADIX; smt 1'           | 'no available board accepts this vm { }'
    }
}
