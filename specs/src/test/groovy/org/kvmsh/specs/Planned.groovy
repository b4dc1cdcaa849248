package org.kvmsh.specs

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.dsl.plan.HostFacts
import org.kvmsh.dsl.plan.Planner
import org.kvmsh.dsl.spec.Site
import org.kvmsh.dsl.word.Block
import org.kvmsh.dsl.word.VcpuWords
import org.kvmsh.dsl.word.VmWords

/** What {@code vm { }} means on a board that need not be there: facts in, the plan's text out. */
class Planned extends VmWords {
    static final Map<String, Integer> ARM = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_ARM_PSCI_0_2: 1, KVM_CAP_ARM_SET_DEVICE_ADDR: 1, KVM_CAP_DEVICE_CTRL: 1]
    static final Map<String, Integer> POWER_HV = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_PPC_PAPR: 1, KVM_CAP_PPC_ALLOC_HTAB: 1]
    static final Map<String, Integer> POWER_PR = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_PPC_PAPR: 1]
    static final Map<String, Integer> X86 = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_SET_TSS_ADDR: 1]

    private Planned() {
        super({ Site.UNKNOWN })
    }

    /** A capability that the facts do not name is 0. */
    static String on(String table, Map<String, Integer> capabilities, @DelegatesTo(value = Planned, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        def words = new Planned()
        inside(words, block)
        def facts = new HostFacts('the board', { Abi.of(table) }, { String name -> capabilities.getOrDefault(name, 0) }, { ['the board'] })
        Planner.plan(words.spec().build(), facts).toString()
    }

    void vcpu(int id, @DelegatesTo(value = VcpuWords, strategy = Closure.DELEGATE_FIRST) Closure<?> block = { }) {
        vcpu(id, { words -> inside(words, block) } as Block)
    }

    private static void inside(Object words, Closure<?> block) {
        block.delegate = words
        block.resolveStrategy = Closure.DELEGATE_FIRST
        block()
    }
}
