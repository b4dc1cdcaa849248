package org.kvmsh.specs.rules

import java.nio.file.Files
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kvm.rules.Rule
import org.kvmsh.bindings.kvm.rules.RuleGroups
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** A start loads the rules of the calls that it makes, and no others: each check of a rule is a class. */
class RulesAreLoadedWhenAskedSpec extends Specification {
    private static final TABLE = Kvmsh.ROOT.resolve('bindings/src/main/resources/org/kvmsh/bindings/kvm/rules/groups.tsv')
    private static final HEAD = '''\
        # Which calls the groups of rules are about: GROUP, ARCHITECTURE and calls with spaces, in the kernel's order. Made from the rules:
        # ./spec RulesAreLoadedWhenAskedSpec -u
        '''.stripIndent()

    def "the table of groups has every call of every rule"() {
        given:
        def rows = RuleGroups.NAMES.collectMany { group ->
            List<Rule> rules = RuleGroups.rules(group)
            Arch.values().collect { arch -> [group, arch.name(), rules.findAll { it.isOf(arch) }*.calls().flatten().toUnique().sort()] }.findAll { it[2] }.collect { "${it[0]}\t${it[1]}\t${it[2].join(' ')}\n" }
        }
        def table = HEAD + rows.join('')
        if (Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            Files.writeString(TABLE, table)
        }

        expect:
        Files.readString(TABLE) == table
    }
}
