package org.kvmsh.specs.plan

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Planned
import spock.lang.Specification

/** A board of an architecture that kvmsh knows from its headers alone: memory works, and a vCPU is refused with what works. */
class ArchitecturesWithoutVcpusSpec extends Specification {
    static final Map<String, Integer> FACTS = [KVM_CAP_NR_VCPUS: 8]

    def "a vCPU on #table is refused with the architecture, not with what the board lacks"() {
        when:
        Planned.on(table, FACTS) {
            memory at: 0, size: 0x10000
            vcpu(0) { }
        }

        then:
        def e = thrown(ScriptError)
        e.headline() == "kvmsh has no support for vCPUs of ${Abi.of(table).arch()}, the architecture of board the board"
        e.notes() == ['without it: kvmsh abi; vm { } with memory, device and ioctl; kvm.ioctl and m.ioctl with any call of its headers']

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
