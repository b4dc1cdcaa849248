package org.kvmsh.specs.plan

import java.nio.file.Files
import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.BoardFacts
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.Probing
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.plan.step.Probe
import org.kvmsh.dsl.plan.step.RecordedFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.PlanReader
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.VmLines
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.Timeout

/** An error names boards in QEMU by facts that were recorded: each board still answers so. */
@Timeout(600)
class RecordedFactsSpec extends Specification {
    static final java.nio.file.Path TABLE = Kvmsh.ROOT.resolve('dsl/src/main/resources/org/kvmsh/dsl/plan/step/recorded-facts.tsv')

    def "the recorded facts of #name are those of the board"() {
        given:
        Needed.orSkip(name)
        def board = open(name)
        def recorded = Files.readAllLines(TABLE).findAll { it.startsWith("$name\t") }
        def release = recorded.find { it.startsWith("$name\trelease\t") }?.split('\t')?.last()
        def update = Boolean.getBoolean('spock.snapshots.updateSnapshots')
        if (!update && version(release) != version(board.kernel().release())) {
            throw new TestAbortedException("the facts of $name were recorded on $release, and it has ${board.kernel().release()}")
        }

        when:
        def rows = rows(board).findAll { update || !it.startsWith('release\t') }.collect { "$name\t$it".toString() }
        if (update) {
            def all = Files.readAllLines(TABLE)
            Files.write(TABLE, all.findAll { it.startsWith('#') } + (all.findAll { !it.startsWith('#') && !it.startsWith("$name\t") } + rows).toSorted())
            recorded = rows
        }

        then:
        rows == recorded.findAll { update || !it.startsWith("$name\trelease\t") }

        cleanup:
        board?.close()

        where:
        name << EmulatedBoards.NAMES + ['rfc:qemu:arm64', 'rfc:qemu:arm64-gicv3', 'rfc:qemu:ppc64', 'rfc:qemu:ppc64-powernv']
    }

    private static Board open(String name) {
        name in EmulatedBoards.NAMES ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name)
    }

    private static String version(String release) {
        release == null ? null : release.split('\\.').take(2).join('.')
    }

    private static List<String> rows(Board board) {
        def abi = board.kernel().abi()
        Map<String, Object> rows = [release: board.kernel().release(), table: abi.table(), 'page size': board.kernel().pageSize()]
        rows.putAll(BoardFacts.capabilities(abi, board.kvm()))
        board.arch().vmTypes().findAll { Probing.hasVmType(board.kvm(), abi.constant(it)) }.each { rows[it] = 1 }
        abi.constants('KVM_DEV_TYPE_').findAll { key, type -> key != 'KVM_DEV_TYPE_MAX' && Probing.hasDevice(board.kvm(), type) }.each { key, type -> rows[key] = 1 }
        def asked = new Asked(Probe.of(board), board)
        VmLines.all().each { line -> planned(board, asked, line) }
        rows.putAll(asked.answers)
        rows.collect { question, answer -> "$question\t$answer".toString() }.toSorted()
    }

    private static void planned(Board board, Probe probe, String line) {
        new Library(new Boards(System.getenv()), new PrintWriter(new StringWriter()), { }).withCloseable { kvmsh ->
            kvmsh.use(Session.onPaper(board.name(), board.kind(), board.caveat(), new HostFacts(board, probe, { [] }), new PlanReader() { }))
            try {
                kvmsh.evaluate(Language.GROOVY, "vm { $line }")
            } catch (ScriptError ignored) {
                // What it asked the board is what counts.
            }
        }
    }

    /** Keeps what a board is asked beside its capabilities. */
    static class Asked implements Probe {
        final Map<String, Object> answers = new ConcurrentHashMap<>()
        @Delegate
        private final Probe own
        private final Board board

        Asked(Probe own, Board board) {
            this.own = own
            this.board = board
        }

        @Override
        boolean hasIoctl(org.kvmsh.bindings.abi.Ioctl ioctl) {
            def has = own.hasIoctl(ioctl)
            def inHeaders = org.kvmsh.bindings.abi.Abi.of(board.kernel().abi().table()).hasIoctl(ioctl.name())
            if (has != inHeaders) {
                answers[has ? ioctl.name() : "lacks ${ioctl.name()}".toString()] = 1
            }
            has
        }

        @Override
        Long told(String ioctl, String field) {
            kept(RecordedFacts.question(ioctl, field), own.told(ioctl, field))
        }

        @Override
        Long initially(String device, String group, String attribute) {
            kept(RecordedFacts.question(device, group, attribute), own.initially(device, group, attribute))
        }

        @Override
        Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
            kept(RecordedFacts.question(vmType, ioctl, fields), own.answer(vmType, ioctl, fields))
        }

        @Override
        boolean isProposed(String ioctl) {
            if (own.isProposed(ioctl)) {
                answers["proposed $ioctl".toString()] = 1
            }
            own.isProposed(ioctl)
        }

        private <T> T kept(String question, T answer) {
            if (answer != null) {
                answers[question] = answer
            }
            answer
        }
    }
}
