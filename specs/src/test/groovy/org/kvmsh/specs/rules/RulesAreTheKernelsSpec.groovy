package org.kvmsh.specs.rules

import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kvm.KvmException
import org.kvmsh.bindings.kvm.rules.Diagnosis
import org.kvmsh.bindings.kvm.rules.Rule
import org.kvmsh.bindings.kvm.rules.RuleGroups
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Each checked rule is the kernel's: on every board of its architecture a request that breaks it is refused so, and one just inside it is not. */
@Timeout(120)
class RulesAreTheKernelsSpec extends Specification {
    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        Needed.orSkip(name == 'kvm' ? 'kvm:x86_64' : name)
        boards.computeIfAbsent(name) { name == 'kvm' ? new OnBoard(name) : new OnBoard(EmulatedBoards.open(name)) }
    }

    def "each checked rule has its evidence on #arch"() {
        expect:
        RuleGroups.NAMES.collectMany { RuleGroups.rules(it) }.findAll { it.isOf(arch) }.findAll { rule -> RuleEvidence.ALL.every { !it.isOf(rule, arch) } }.collect { "${it.calls()} ${it.errnos()}: ${it.text()}" } == []

        where:
        arch << RuleEvidence.BOARDS.keySet()
    }

    def "each evidence belongs to a rule"() {
        given:
        def rules = RuleEvidence.BOARDS.keySet().collectMany { arch -> RuleGroups.NAMES.collectMany { RuleGroups.rules(it) }.findAll { it.isOf(arch) }.collect { [it, arch] } }

        expect:
        RuleEvidence.ALL.findAll { evidence -> rules.every { rule, arch -> !evidence.isOf(rule, arch) } }*.toString() == []
    }

    def "each evidence that names its boards names one of an architecture that has its rule"() {
        expect:
        RuleEvidence.ALL.findAll { evidence -> evidence.namesBoards && RuleEvidence.BOARDS.keySet().every { arch ->
            !evidence.boardsOf(arch) || RuleGroups.NAMES.collectMany { RuleGroups.rules(it) }.findAll { it.isOf(arch) }.every { !evidence.isOf(it, arch) }
        } }*.toString() == []
    }

    @Sample(verify = 16)
    def "#board: #evidence"() {
        given:
        def on = on(board)
        def open = on.session.machines()
        def errnos = rules.collectMany { it.errnos()*.name() }
        def holds = rules.any { it.releases().hold(on.board.kernel().release()) }
        def instead = evidence.insteadOn(board, arch) ?: (holds ? null : 'taken')

        when: 'it is broken'
        def kernel = on.session.unchecked().upToTheKernel { outcome { on.run(evidence.breaks) } }
        def planned = instead == null ? outcome { on.run(evidence.breaks) } : null
        def isSure = instead == null && (planned.byPlan || !evidence.unsure)

        then: "the kernel returns the rule's errno, and the rule is named"
        instead == null || kernel.errno == instead
        !isSure || kernel.errno in errnos
        instead != null || !(kernel.errno in errnos) || rules.any { kernel.names(it) }

        and: 'a plan refuses it with the same errno'
        !isSure || planned.errno == kernel.errno && planned.byPlan == evidence.planned

        when: 'it is only just kept'
        def inside = on.session.unchecked().upToTheKernel { outcome { on.run(evidence.inside) } }

        then:
        inside.errno == evidence.insideOn(board, arch)
        rules.every { !inside.breaks(it) }

        and: 'a plan accepts it'
        inside.errno != 'taken' || outcome { on.run(evidence.inside) }.errno == 'taken'

        cleanup:
        (on?.session?.machines() ?: []).findAll { !(it in open) }*.close()

        where:
        [board, arch, evidence, rules] << RuleEvidence.BOARDS.keySet().collectMany { arch ->
            RuleEvidence.ALL.findAll { it.unseen == null && it.isCallOf(arch) }.collectMany { evidence ->
                def rules = RuleGroups.NAMES.collectMany { RuleGroups.rules(it) }.findAll { it.isOf(arch) }.findAll { evidence.isOf(it, arch) }
                rules.empty ? [] : evidence.boardsOf(arch).collect { [it, arch, evidence, rules] }
            }
        }
    }

    /** The result of a script: accepted, or the errno of the refused call. */
    private static class Outcome {
        String errno = 'taken'
        boolean byPlan
        String message
        Diagnosis diagnosis

        boolean names(Rule rule) {
            diagnosis == null ? message.contains('rule: ') : diagnosis.candidates().contains(rule) || breaks(rule)
        }

        boolean breaks(Rule rule) {
            diagnosis != null && diagnosis.violations()*.rule().contains(rule)
        }
    }

    private static Outcome outcome(Closure<?> script) {
        try {
            script()
            new Outcome()
        } catch (Exception e) {
            def refused = causes(e).find { it instanceof KvmException }
            if (refused != null) {
                return new Outcome(errno: Errno.name(refused.errno()), message: e.message, diagnosis: refused.refusal()?.diagnosis())
            }
            def said = e.message =~ /would fail with (E\w+) /
            if (!said) {
                throw e
            }
            new Outcome(errno: said[0][1], byPlan: true, message: e.message)
        }
    }

    private static List<Throwable> causes(Throwable thrown) {
        thrown == null ? [] : [thrown] + causes(thrown.cause)
    }
}
