package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kvm.rules.Rule
import org.kvmsh.bindings.kvm.rules.Rulebook
import org.kvmsh.bindings.text.TsvTable
import org.kvmsh.specs.kit.KernelDocuments
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

/** Documentation/virt/kvm of a kernel: each errno that it has for a call or an attribute is behind a rule, and each source that we give is where we say. */
@Needs('linux-source')
class DocumentedErrnosHaveRulesSpec extends Specification {
    private static final List<String> OF_ATTRIBUTES = ['KVM_SET_DEVICE_ATTR', 'KVM_GET_DEVICE_ATTR', 'KVM_HAS_DEVICE_ATTR']

    private static List<Rule> rules(List<String> calls, String errno) {
        Arch.values().collectMany { arch -> calls.collectMany { Rulebook.of(arch, it) } }.unique().findAll { it.gives(Errno.of(errno).number()) }
    }

    private static boolean hasRules(KernelDocuments.Documented row) {
        def rules = row.document() == 'api.rst' ? rules([row.subject()], row.errno())
            : rules(OF_ATTRIBUTES, row.errno()).findAll { it.source() ==~ /${row.document()} (.* )?${row.subject()}/ }
        rules.size() >= row.number()
    }

    def "each errno in a table or list of the kernel's documents has a rule"() {
        when:
        def rows = KernelDocuments.errnos()
        def without = rows.findAll { !hasRules(it) }

        then:
        println "errnos in tables and lists of the kernel's documents: ${rows.size() - without.size()} of ${rows.size()} have a rule, of api.rst's ${rows.count { it.document() == 'api.rst' && hasRules(it) }} of ${rows.count { it.document() == 'api.rst' }}"
        rows.size() > 200
        without == []
    }

    def "each errno that a sentence of api.rst names for a call has a rule"() {
        when:
        def sentences = KernelDocuments.sentences()
        def without = sentences.findAll { number, calls, errno -> rules(calls, errno).empty }

        then:
        println "errnos in sentences of api.rst: ${sentences.size() - without.size()} of ${sentences.size()} have a rule"
        sentences.size() > 100
        without == []
    }

    def "the list that the other specs use has each of them"() {
        given:
        def listed = TsvTable.rows(DocumentedErrnosAreExplainedSpec, 'documented-errnos.tsv').collect { it[0..3].join(' ') } as Set

        expect:
        KernelDocuments.errnos()*.toString().findAll { !listed.contains(it) } == []
    }

    def "each api.rst section cited by a rule is about the rule's call, or contains the cited name"() {
        given:
        def sections = KernelDocuments.sections()
        def sources = Arch.values().collectMany { arch -> Abi.tables().collectMany { Abi.of(it).ioctls()*.name() }.unique().collectMany { call -> Rulebook.of(arch, call).collect { [call, it.source()] } } }.unique()

        when:
        def wrong = sources.findAll { String call, String source ->
            def cited = source =~ /api\.rst (\d+(?:\.\d+)*)(?: (KVM_\w+))?/
            // A section that this release does not have says nothing.
            cited && sections.containsKey(cited[0][1]) && !sections[cited[0][1]].any { it.contains(cited[0][2] ?: call.replaceFirst(/2$/, '')) || cited[0][2] == null && it.contains(call) }
        }

        then:
        println "${sources.count { it[1].contains('api.rst') }} sources in api.rst"
        sources.size() > 100
        wrong == []
    }
}
