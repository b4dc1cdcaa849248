package org.kvmsh.specs.kit

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.plan.Plan
import org.kvmsh.dsl.plan.Planner
import org.kvmsh.dsl.plan.step.Probe
import org.kvmsh.dsl.plan.Strictness
import org.kvmsh.dsl.script.Site
import org.kvmsh.dsl.word.AttributeWords
import org.kvmsh.dsl.word.Block
import org.kvmsh.dsl.word.VcpuWords
import org.kvmsh.dsl.word.VmWords

/** What {@code vm { }} means on a board that need not be there: facts in, the plan's text out. */
class Planned extends VmWords {
    static final Map<String, Integer> ARM = [KVM_CAP_IRQCHIP: 1, KVM_CAP_NR_VCPUS: 1, KVM_CAP_ARM_PSCI_0_2: 1, KVM_CAP_ARM_SET_DEVICE_ADDR: 1, KVM_CAP_DEVICE_CTRL: 1]
    static final Map<String, Integer> POWER_HV = [KVM_CAP_ENABLE_CAP_VM: 1, KVM_CAP_ONE_REG: 1, KVM_CAP_NR_VCPUS: 1, KVM_CAP_PPC_PAPR: 1, KVM_CAP_PPC_ALLOC_HTAB: 1]
    static final Map<String, Integer> POWER_PR = [KVM_CAP_ENABLE_CAP_VM: 1, KVM_CAP_ONE_REG: 1, KVM_CAP_NR_VCPUS: 1, KVM_CAP_PPC_PAPR: 1]
    static final Map<String, Integer> X86 = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_SET_TSS_ADDR: 1]

    private Planned() {
        super({ Site.UNKNOWN })
    }

    /**
     * A capability that the facts do not name is 0; an ioctl, a VM's type or a type of device is there unless the facts say 0.
     *
     * @param table with +rfc behind it, with the ioctls of the mails
     */
    static String on(String table, Map<String, Integer> facts, @DelegatesTo(value = Planned, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        plan(table, facts, Strictness.PLANNER, block).toString()
    }

    /** Steps that are passed to a kernel which should refuse them itself. */
    static String upToTheKernel(String table, Map<String, Integer> facts, @DelegatesTo(value = Planned, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        plan(table, facts, Strictness.KERNEL, block).toString()
    }

    /** Why each step is there, by what it does. */
    static Map<String, String> reasons(String table, Map<String, Integer> facts, @DelegatesTo(value = Planned, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        plan(table, facts, Strictness.PLANNER, block).steps().collectEntries { [it.text(), it.why() + (it.warning() ? "; warning: ${it.warning()}" : '')] }
    }

    private static Plan plan(String table, Map<String, Integer> facts, Strictness strictness, Closure<?> block) {
        def words = new Planned()
        inside(words, block)
        def abi = table.endsWith('+rfc') ? Abi.rfc(table - '+rfc') : Abi.of(table)
        Planner.plan(words.config().build(), new HostFacts('the board', { abi }, new Told(facts), { [] }), strictness)
    }

    /** Facts by name, for a board that is not there. */
    record Told(Map<String, Integer> facts) implements Probe {
        @Override
        int capability(String name) {
            facts.getOrDefault(name, 0)
        }

        @Override
        boolean hasIoctl(Ioctl ioctl) {
            facts.getOrDefault(ioctl.name(), 1) != 0
        }

        @Override
        boolean hasVmType(String constant) {
            facts.containsKey(constant) ? facts[constant] != 0 : constant != 'KVM_VM_PPC_HV' || capability('KVM_CAP_PPC_ALLOC_HTAB') != 0
        }

        @Override
        boolean hasDevice(String constant) {
            facts.getOrDefault(constant, 1) != 0
        }
    }

    void vcpu(int id, @DelegatesTo(value = VcpuWords, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        vcpu(id, { words -> inside(words, block) } as Block)
    }

    void device(Object type, @DelegatesTo(value = AttributeWords, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        device(type, { words -> inside(words, block) } as Block)
    }

    private static void inside(Object words, Closure<?> block) {
        block.delegate = words
        block.resolveStrategy = Closure.DELEGATE_FIRST
        block()
    }
}
