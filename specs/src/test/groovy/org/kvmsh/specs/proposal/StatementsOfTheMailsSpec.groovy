package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** statements.tsv, what five mails state and where it holds, and the guide's page of it. */
class StatementsOfTheMailsSpec extends Specification {
    private static final File PAGE = Kvmsh.ROOT.resolve('docs/guide/statements.md').toFile()
    private static final File SPECS = Kvmsh.ROOT.resolve('specs/src/test/groovy/org/kvmsh/specs').toFile()
    private static final List<String> PLACES = ['kernel', 'proposal', 'model']
    private static final Map<String, String> MAILS = [
            A: '[RFC PATCH 17/17] KVM: PPC: Add an ioctl for userspace to select which platform to emulate, 2011-06-29',
            B: '[PATCH 09/15] KVM: PPC: Add support for Book3S processors in hypervisor mode, and its review, 2011-06-21',
            C: 'The review of [RFC PATCH 17/17] and the reply to it, 2011-06-30',
            D: '[PATCH v3 01/13] KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl, 2012-10-22',
            E: 'Commit aa04b4cc5be6, KVM: PPC: Allocate RMAs (Real Mode Areas) at boot for use by guests, 2011-06-29']

    private record Statement(String number, String kind, String text, List<String> where, String spec, String feature) {
        String mail() {
            number[0]
        }

        /** Each spec with the part of its feature's name. */
        List<List<String>> tests() {
            [spec.split('; ') as List, feature.split('; ') as List].transpose()
        }

        boolean isTold() {
            where == ['told']
        }
    }

    private static final List<Statement> ALL = StatementsOfTheMailsSpec.getResource('statements.tsv').readLines('UTF-8').findAll { !it.startsWith('#') }
            .collect { it.split('\t') as List }.collect { new Statement(it[0], it[1], it[2], it[3].split(' ') as List, it[4], it[5]) }

    def "the statements are numbered by mail, each once"() {
        expect:
        MAILS.keySet().every { mail -> ALL.findAll { it.mail() == mail }*.number() == (1..ALL.count { it.mail() == mail }).collect { mail + it } }
        ALL*.text().toUnique() == ALL*.text()
        ALL*.mail().unique() == MAILS.keySet().toList()
    }

    def "#statement.number, #statement.text: the test that shows it exists, or the reason why it is only told"() {
        expect:
        statement.kind() in ['field', 'rule', 'errno', 'demand']
        statement.isTold() ? statement.spec() == '-' && !statement.feature().isEmpty()
                : PLACES.containsAll(statement.where()) && statement.tests().every { spec, feature -> features(spec).any { it.contains(feature) } }

        where:
        statement << ALL
    }

    def "#statement.number, #statement.text: each place is one where a test named for it runs"() {
        expect:
        statement.where() - statement.tests().collectMany { spec, feature -> TestedPlaces.of(new File(SPECS, "${spec}.groovy"), feature) } == []

        where:
        statement << ALL.findAll { !it.isTold() }
    }

    def "where a test runs is read from the boards that it names: #spec, #feature"() {
        expect:
        TestedPlaces.of(new File(SPECS, "${spec}.groovy"), feature) == places as Set

        where:
        spec                                     | feature                                               || places
        'proposal/KernelsLogTheCallsSpec'        | 'with its number, its arguments and its result'       || ['kernel']
        'proposal/DeviceAddressesOfAKernelSpec'  | 'after the first KVM_RUN it is too late'              || ['kernel', 'proposal']
        'proposal/PlatformsAsTheMailsCodeSpec'   | 'the #mode kernel of a #cpu: platform #platform'      || ['model']
        'proposal/ProposalsOnEmulatedBoardsSpec' | 'a board with only a GICv3 refuses'                   || ['proposal']
        'guest/PowerpcGuestsSpec'                | 'arch #arch sets the vCPU\'s processor version'       || ['kernel']
        'abi/PatchReaderSpec'                    | 'the mail of KVM_SET_DEVICE_ADDRESS'                  || []
    }

    private static List<String> features(String spec) {
        TestedPlaces.features(new File(SPECS, "${spec}.groovy"))
    }

    def "the guide's page is made of the table"() {
        expect:
        PAGE.text.readLines().findAll { it.startsWith('|') } == rows()
        PAGE.text.readLines().findAll { it.startsWith('## ') } == MAILS.values().collect { "## $it".toString() }
    }

    private static List<String> rows() {
        MAILS.keySet().collectMany { mail ->
            ['| | statement | kernel | proposal | model | test, or the reason |', '|---|---|---|---|---|---|'] + ALL.findAll { it.mail() == mail }.collect { statement ->
                "| ${statement.number()} | ${statement.text()} | ${PLACES.collect { statement.where().contains(it) ? 'yes' : '' }.join(' | ')} | ${statement.isTold() ? 'not tested: ' + statement.feature() : statement.tests()*.join(': ').join('; ').replaceAll(/#(\w+)/) { it[1].toUpperCase() }} |".toString()
            }
        }
    }
}
