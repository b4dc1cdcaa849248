package org.kvmsh.dsl.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.SetRegisters;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * One architecture's part of a plan: how its VMs, interrupt controllers and vCPUs are created, and which exits it has.
 */
public interface Planning {
    /** The smallest page size of any architecture. */
    long LEAST_PAGE = 0x1000;

    Pattern PORT = Pattern.compile("\\bio: 0x[0-9a-f]+");
    Pattern REAL_MODE = Pattern.compile("\\breal(?=:? 0x|\\(0x)");

    /** The argument of KVM_CREATE_VM (api.rst 4.2). */
    default long vmType(VmConfig config, HostFacts host) {
        return 0;
    }

    /** Why {@link #vmType} is what it is; empty for what is usual. */
    default String whyVmType(VmConfig config, HostFacts host) {
        return "";
    }

    /** The part of the script that requests that type. */
    default Site vmTypeSite(VmConfig config) {
        return config.site();
    }

    /** The parts of a plan that come before guest memory. */
    default List<Lowering> beforeMemory() {
        return List.of();
    }

    /** The parts of a config that boards of any architecture can have, since a proposal brings them there. */
    default List<Lowering> anywhere(VmConfig config) {
        return List.of();
    }

    /**
     * The words of a config that boards of other architectures have too, if their kernel has an ioctl of a posted
     * patch.
     */
    default List<ArchWord> proposedWords(VmConfig config) {
        return List.of();
    }

    /**
     * Adds the devices of kvmsh that take the place of a device which boards of other architectures have in the kernel.
     */
    default VmConfig withDevices(VmConfig config, HostFacts host) {
        return config;
    }

    /** A description of what KVM_CREATE_IRQCHIP creates here, and why; null if it creates nothing. */
    default String irqchip() {
        return null;
    }

    /** A suggestion if KVM_CREATE_IRQCHIP creates nothing. */
    default String insteadOfIrqchip() {
        return "";
    }

    /** Whether each kernel that has KVM_CREATE_DEVICE announces it with KVM_CAP_DEVICE_CTRL. */
    default boolean announcesDevices() {
        return true;
    }

    /** Steps after KVM_CREATE_IRQCHIP and before the devices that a script requests by type. */
    default List<Lowering> afterIrqchip() {
        return List.of();
    }

    /** Creates the vCPUs and sets their start. */
    default Lowering vcpus() {
        return (config, host, steps) -> config.vcpus().stream().findFirst().ifPresent(vcpu -> {
            throw Refusals.noVcpus(vcpu.site(), host.arch(), host.boardName());
        });
    }

    /**
     * Refuses what cannot be added to a live machine.
     *
     * @param before the machine's configuration
     */
    default void checkAdded(VmConfig before, VmConfig added) {}

    /** The unit that guest memory must be a multiple of; the page size of the board's kernel may be larger. */
    default long memoryPage(Facts facts) {
        return LEAST_PAGE;
    }

    /** An example of a script as boards of this architecture take it. */
    default String suited(String example, HostFacts host) {
        return example;
    }

    /** An example with a place in memory instead of a port, and the start mode that is not x86's. */
    static String unlikeX86(String example) {
        return REAL_MODE
                .matcher(PORT.matcher(example).replaceAll("mmio: 0x9000000"))
                .replaceAll("start");
    }

    /** The conditions of the guest library; null for an architecture without it. */
    default GuestPlace guest(Abi abi) {
        return null;
    }

    /** A VM with a guest of the library, and what it needs on this architecture. */
    default VmConfig withGuest(VmConfig config, HostFacts host, Site site) {
        return config;
    }

    /** Steps after all vCPUs are created. */
    default List<Lowering> afterVcpus() {
        return List.of();
    }

    /**
     * Refuses an exit that does not come here.
     *
     * @param what the handler or the device, as messages name it
     */
    default void checkExit(KeyedExit kind, String what, Site site, HostFacts host) {}

    /** Enables the exits that KVM reports only on request; before the first vCPU. */
    default void enableExits(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {}

    /**
     * The mode that a script's assembly is for.
     *
     * @param reset the mode of a vCPU that was just reset
     * @param bits the script's setting; null for none
     * @param first start of the first vCPU; null if the script has none
     */
    default CodeMode asmMode(CodeMode reset, Integer bits, StartConfig first, HostFacts host, Site site) {
        if (bits != null) {
            throw new ScriptError(site, "bits: needs an x86 board; board " + host.boardName() + " is " + host.arch());
        }
        return reset;
    }

    /** A vCPU's registers, each name that the script has for one checked. */
    static RegisterNames checked(VcpuConfig vcpu, HostFacts host) {
        RegisterNames registers = Architecture.registersOf(host.abi());
        vcpu.registers().keySet().stream()
                .filter(name -> !registers.general().has(name))
                .forEach(name -> registers.get(name, vcpu.site()));
        return registers;
    }

    /** Registers that a vCPU starts with: its start, then the script's. */
    static void setRegisters(VcpuConfig vcpu, Map<String, Long> start, RegisterNames registers, List<Step> steps) {
        Map<String, Long> values = new LinkedHashMap<>();
        vcpu.registers().forEach((name, value) -> {
            if (!registers.general().has(name)) {
                values.put(name, value);
            }
        });
        // The general ones come last: where they lead to depends on the others.
        values.putAll(start);
        values.putAll(vcpu.registers());
        Map<RegisterCall, Map<String, Long>> calls = new LinkedHashMap<>();
        values.forEach((name, value) -> calls.computeIfAbsent(
                        registers.get(name, vcpu.site()).by(), call -> new LinkedHashMap<>())
                .put(name, value));
        calls.forEach((call, own) -> steps.add(new SetRegisters(vcpu.id(), call, own, registers, vcpu.site())));
    }
}
