package org.kvmsh.specs.plan

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.bindings.dryrun.DryRunKernel
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.repl.guide.Guide
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** A board of an architecture that kvmsh knows from its headers alone: memory works, and a vCPU is refused with what works. */
class ArchitecturesWithoutVcpusSpec extends Specification {
    static final Map<String, Integer> FACTS = [KVM_CAP_NR_VCPUS: 8]
    static final String NOTE = 'these work without it: kvmsh abi; vm { } with memory, device and ioctl; kvm.ioctl and m.ioctl with any call of this architecture\'s headers'

    def "a vCPU on #table is refused with the architecture, not with what the board lacks"() {
        when:
        Planned.on(table, FACTS) {
            memory at: 0, size: 0x10000
            vcpu(0) { }
        }

        then:
        def e = thrown(ScriptError)
        e.headline() == "kvmsh has no support for vCPUs of ${Abi.of(table).arch()}, the architecture of board the board"
        e.notes() == [NOTE]

        where:
        table << TABLES
    }

    @Sample(verify = 4)
    def "#text on #table is refused with the architecture, in a machine that exists"() {
        given:
        def host = new HostFacts('s', { Abi.of(table) }, new Planned.Told(FACTS), { [] })
        def on = new OnBoard(Board.onPaper('s', BoardKind.REAL, null, '', DryRunKernel.takingAll(Abi.of(table), host)))

        when:
        on.run('m = vm { memory at: 0, size: 64.KB }')
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.headline() == "kvmsh has no support for vCPUs of ${Abi.of(table).arch()}, the architecture of board s (real)"
        e.notes() == [NOTE]

        cleanup:
        on?.close()

        where:
        [table, text] << [TABLES, ['regs', 'm.run()', 'm.vcpu(0)', 'm.more { vcpu(1) { } }', 'more { vcpu(1) { start 0 } }', 'breakpoint at: 0x1000', 'backtrace', 'reg "pc"']].combinations()
    }

    def "without a machine, a vCPU is not part of the advice on #table"() {
        given:
        def host = new HostFacts('s', { Abi.of(table) }, new Planned.Told(FACTS), { [] })
        def on = new OnBoard(Board.onPaper('s', BoardKind.REAL, null, '', DryRunKernel.takingAll(Abi.of(table), host)))

        when:
        on.run('regs')

        then:
        def e = thrown(ScriptError)
        e.notes() == ['try: vm { memory at: 0, size: 64.KB }']

        cleanup:
        on?.close()

        where:
        table << TABLES
    }

    def "/help on #table says that kvmsh has no vCPUs of it, before what the word does"() {
        given:
        def guide = new Guide(Abi.of(table), 400, '/help')

        expect:
        guide.index(Language.GROOVY).take(3) == ["kvmsh has no support for vCPUs of ${Abi.of(table).arch()}".toString(), '', '- ' + NOTE]
        guide.find('vcpu').find { it.startsWith('kvmsh has ') } == "kvmsh has no support for vCPUs of ${Abi.of(table).arch()}".toString()
        !guide.find('memory').first().contains('no support')

        where:
        table << TABLES
    }

    def "memory on #table is planned"() {
        when:
        def plan = Planned.on(table, FACTS) {
            memory at: 0, size: 0x10000
        }

        then:
        plan.contains('KVM_SET_USER_MEMORY_REGION')

        where:
        table << TABLES
    }

    def "these are s390x, mips64 and loongarch64"() {
        expect:
        TABLES.toSet() == ['s390x', 'mips64', 'loongarch64'].toSet()
    }

    static final List<String> TABLES = Abi.tables().findAll { !Architecture.all()*.arch().contains(Abi.of(it).arch()) }
}
