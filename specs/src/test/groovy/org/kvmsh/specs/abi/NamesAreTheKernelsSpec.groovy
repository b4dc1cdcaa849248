package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

class NamesAreTheKernelsSpec extends Specification {
    static final List<Abi> TABLES = Abi.tables().collect { Abi.of(it) } + Abi.rfc('ppc64')

    def "every kernel name in kvmsh's own code is in the tables: typed wrappers, plans, models"() {
        given:
        def spelled = [] as TreeSet
        ['bindings', 'bindings/headers', 'bindings/models', 'dsl', 'repl'].each { module ->
            new File(Kvmsh.ROOT.toFile(), "$module/src/main/java").eachFileRecurse { file ->
                if (file.name.endsWith('.java')) {
                    (file.text =~ /"(KVM_[A-Z0-9_]*[A-Z0-9])"/).each { spelled << it[1] }
                }
            }
        }

        expect:
        spelled.size() > 40
        spelled.findAll { name -> !TABLES.any { it.hasIoctl(name) || it.hasConstant(name) } } == [] as Set
    }

    @Sample(verify = 2)
    def "every row of supplementary data is about something in the headers: #kind #name"() {
        expect:
        known(kind, name)

        where:
        [kind, name] << ['ioctls', 'meanings', 'commands'].collectMany { table ->
            Abi.getResourceAsStream("${table}.tsv").readLines().findAll { !it.startsWith('#') }*.split('\t').collect { [it[0], it[1]] }
        }
    }

    def "every pointer's length is given by fields of its struct: #pointer"() {
        expect:
        def (struct, field) = pointer.tokenize('.')
        def abi = TABLES.find { it.hasStruct(struct) && it.struct(struct).has(field) }
        def length = abi.pointers(abi.struct(struct)).find { it.field() == field }
        length.length() == '-' || length.attribute || length.bytes({ String name -> abi.struct(struct).field(name).bytes() as long }, abi.&constant) > 0

        where:
        pointer << Abi.getResourceAsStream('meanings.tsv').readLines().findAll { it.startsWith('points') }*.split('\t')*.getAt(1)
    }

    def "every row on a field's meaning names a constant and a field of the headers: #kind #name"() {
        expect:
        meant.tokenize(',')*.replaceFirst(/^[a-z0-9_]+:/, '').every { String constant -> TABLES.any { constant.endsWith('_') ? it.constants(constant) : it.hasConstant(constant) } }
        !name.contains('@') || TABLES.any { it.hasConstant(name.tokenize('@')[1]) }

        where:
        [kind, name, meant] << rows().findAll { it[0] in ['values', 'command', 'flags', 'bits'] }*.take(3)
    }

    def "every row on an enum of commands names a field and the ioctl that takes it: #names"() {
        expect:
        def (struct, field) = path.tokenize('.')
        TABLES.any { it.hasStruct(struct) && it.struct(struct).has(field) && it.hasIoctl(ioctl) && it.constants(names).size() > 3 }

        where:
        [names, path, ioctl] << rows('commands')*.subList(1, 4)
    }

    def "every row on reading a call back names calls, fields and flags of the headers: #kind #name"() {
        expect:
        TABLES.any { abi ->
            kind == 'unread' ? meant == '-' || abi.hasConstant(meant)
                    : meant.tokenize(',').every { abi.hasIoctl(it) }
        }

        where:
        [kind, name, meant] << rows().findAll { it[0] in ['reads', 'shares', 'unread'] }*.take(3)
    }

    def "a struct whose fields depend on a selector has a row for that selector: #struct"() {
        expect:
        rows().any { it[0] == 'values' && it[1] == "$struct.$field" }

        where:
        [struct, field] << rows().findAll { it[0] == 'selects' }*.getAt(1..2)
    }

    private static List<List<String>> rows(String table = 'meanings') {
        Abi.getResourceAsStream("${table}.tsv").readLines().findAll { !it.startsWith('#') }.collect { it.split('\t') as List }
    }

    private static boolean known(String kind, String name) {
        if (kind == 'attribute') {
            def (owner, group, attribute) = name.split('\\.') as List
            return (owner in FdKind.values()*.name() || isConstant(owner)) && isConstant(group) && (attribute == null || isConstant(attribute))
        }
        if (kind == 'commands') {
            return TABLES.any { it.constants(name) }
        }
        def (struct, field) = name.replaceFirst('@.*', '').split('\\.', 2) as List
        kind in ['said', 'gives', 'reads', 'shares', 'unreadable'] || !field && kind == 'values' ? TABLES.any { it.hasIoctl(struct) } :
                TABLES.any { it.hasStruct(struct) && (kind == 'selects' || it.struct(struct).has(field)) }
    }

    private static boolean isConstant(String name) {
        TABLES.any { it.hasConstant(name) }
    }
}
