package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kernel.StructText
import org.kvmsh.dsl.call.StructBytes
import org.kvmsh.dsl.call.StructValue
import spock.lang.Specification

/** A union that another field of its struct selects a member of is shown as that member: in the echo of a call and as a value. */
class UnionsShowTheMemberInUseSpec extends Specification {
    private static final List<List<String>> MEMBERS = Abi.getResource('meanings.tsv').readLines()*.split('\t').findAll { it[0] == 'member' }.collect { [*it[1].split('[.@]'), it[2]] }
    private static final Map<String, String> SELECTED_BY = Abi.getResource('meanings.tsv').readLines()*.split('\t').findAll { it[0] == 'union' }.collectEntries { [it[1], it[2]] }

    def "#table: #struct.#union of #constant is #member"() {
        given:
        def abi = Abi.of(table)
        def layout = abi.struct(struct)
        def bytes = new HeapRegion(new byte[layout.size()], abi.order())
        bytes.write(0, ([1] * layout.size()) as byte[])
        def selecting = layout.field(SELECTED_BY["$struct.$union".toString()])
        bytes.put(selecting.offset(), selecting.bytes(), abi.constant(constant))
        def others = abi.struct(layout.field(union).type()).members()*.name() - member

        when:
        def echoed = StructText.of(abi, layout, bytes)
        def value = StructValue.of(abi, layout, StructBytes.of(bytes)).toString()

        then:
        echoed.contains("$union.$member")
        others.every { !(echoed =~ /\b$union\.$it\b/) }

        and:
        value.contains("$union: {$member: ")
        others.every { !value.contains("{$it: ") }

        where:
        [table, struct, union, constant, member] << Abi.tables().collectMany { name ->
            MEMBERS.findAll { Abi.of(name).hasStruct(it[0]) && Abi.of(name).hasConstant(it[2]) }.collect { [name, *it] }
        }
    }
}
