package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.InterruptTerms;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** KVM_IRQ_LINE's number has the interrupt's type, its vCPU and its number in their own fields (api.rst 4.25). */
final class Arm64Interrupts implements InterruptTerms {
    /** An SPI's numbers begin here, and a PPI's end (Arm Generic Interrupt Controller, INTIDs). */
    private static final int FIRST_SPI = 32;

    private static final int FIRST_PPI = 16;
    private static final int LAST_SPI = 1019;

    @Override
    public List<String> keys() {
        return List.of("spi", "ppi", "vcpu");
    }

    @Override
    public String example() {
        return "m.irq spi: 32, or m.irq ppi: 27, vcpu: 0";
    }

    @Override
    public long line(NamedArguments said, Abi abi) {
        boolean shared = said.get("spi") != null;
        if (shared == (said.get("ppi") != null)) {
            throw new ScriptError(Site.UNKNOWN, "irq takes either spi: or ppi:", "try: " + example());
        }
        if (shared && said.get("vcpu") != null) {
            throw new ScriptError(
                    Site.UNKNOWN, "an SPI is not tied to a vCPU; vcpu: is valid only with ppi:", "try: m.irq spi: 32");
        }
        long number = shared
                ? Bits64.of(said.get("spi"), "an SPI's INTID", FIRST_SPI, LAST_SPI, Site.UNKNOWN)
                : Bits64.of(said.get("ppi"), "a PPI's INTID", FIRST_PPI, FIRST_SPI - 1, Site.UNKNOWN);
        long vcpu = said.get("vcpu") == null ? 0 : vcpu(said, abi);
        return abi.constant(shared ? "KVM_ARM_IRQ_TYPE_SPI" : "KVM_ARM_IRQ_TYPE_PPI")
                        << abi.constant("KVM_ARM_IRQ_TYPE_SHIFT")
                | vcpu
                | number << abi.constant("KVM_ARM_IRQ_NUM_SHIFT");
    }

    /** A vCPU's index is in two fields, the upper one counting in steps of the lower one's size. */
    private static long vcpu(NamedArguments said, Abi abi) {
        long low = abi.constant("KVM_ARM_IRQ_VCPU_MASK");
        long index = Bits64.of(
                said.get("vcpu"),
                "a vCPU's number",
                0,
                (abi.constant("KVM_ARM_IRQ_VCPU2_MASK") + 1) * (low + 1) - 1,
                Site.UNKNOWN);
        return (index & low) << abi.constant("KVM_ARM_IRQ_VCPU_SHIFT")
                | index / (low + 1) << abi.constant("KVM_ARM_IRQ_VCPU2_SHIFT");
    }

    /**
     * A number without a type is of KVM_ARM_IRQ_TYPE_CPU, whose IRQ and FIQ have no name; a larger one lacks its type.
     */
    @Override
    public String name(long number, Abi abi) {
        long type = number >> abi.constant("KVM_ARM_IRQ_TYPE_SHIFT") & abi.constant("KVM_ARM_IRQ_TYPE_MASK");
        long intid = number & abi.constant("KVM_ARM_IRQ_NUM_MASK");
        boolean typed = type != abi.constant("KVM_ARM_IRQ_TYPE_CPU");
        if (typed ? type == abi.constant("KVM_ARM_IRQ_TYPE_SPI") : intid >= FIRST_SPI) {
            return "spi: " + intid;
        }
        if (typed ? type == abi.constant("KVM_ARM_IRQ_TYPE_PPI") : intid >= FIRST_PPI) {
            return "ppi: " + intid + ", vcpu: " + vcpuOf(number, abi);
        }
        return null;
    }

    private static long vcpuOf(long number, Abi abi) {
        long low = abi.constant("KVM_ARM_IRQ_VCPU_MASK");
        return (number >> abi.constant("KVM_ARM_IRQ_VCPU_SHIFT") & low)
                + (number >> abi.constant("KVM_ARM_IRQ_VCPU2_SHIFT") & abi.constant("KVM_ARM_IRQ_VCPU2_MASK"))
                        * (low + 1);
    }
}
