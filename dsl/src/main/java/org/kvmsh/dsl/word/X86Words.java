package org.kvmsh.dsl.word;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.X86Config;
import org.kvmsh.dsl.script.Bits64;

/** The words for what an x86 guest sees. */
public interface X86Words extends VmPart {
    /** KVM_IOAPIC_NUM_PINS: what the I/O APIC of a PC has (arch/x86/kvm/ioapic.h). */
    int PINS = 24;

    @Word(
            value = "x86: an in-kernel 8254 timer; needs irqchip",
            example = "irqchip; pit",
            js = "v.irqchip(); v.pit()",
            arch = Arch.X86_64)
    default boolean getPit() {
        own("pit").x86().pit(here());
        return true;
    }

    @Word(
            value = "x86: in-kernel local APICs; the script emulates the I/O APIC and the PIC. The argument is the"
                    + " number of I/O APIC pins, default 24",
            example = "splitIrqchip 24",
            arch = Arch.X86_64)
    default void splitIrqchip(Number pins) {
        own("splitIrqchip")
                .x86()
                .splitIrqchip((int) Bits64.of(pins, "splitIrqchip", 0, Integer.MAX_VALUE, here()), here());
    }

    /** {@code splitIrqchip}. */
    default boolean getSplitIrqchip() {
        splitIrqchip(PINS);
        return true;
    }

    @Word(
            value = "x86: the guest's CPUID: cpuid alone sets what the board supports; function: (and index:) with"
                    + " eax:, ebx:, ecx: or edx: changes an entry",
            example = "cpuid function: 0x40000000, ebx: 0x6d766b",
            named = {"function", "index", "eax", "ebx", "ecx", "edx"},
            arch = Arch.X86_64)
    default void cpuid(Map<String, ?> entry) {
        NamedArguments named = named("cpuid", entry);
        named.required("function");
        Map<String, Long> fields = new LinkedHashMap<>();
        entry.keySet()
                .forEach(field -> fields.put(
                        field,
                        Bits64.of(named.get(field), field + ":", Integer.MIN_VALUE, 0xffffffffL, here())
                                & 0xffffffffL));
        own("cpuid").x86().cpuid(new X86Config.CpuidConfig(fields, here()));
    }

    /** {@code cpuid}. */
    default boolean getCpuid() {
        own("cpuid").x86().cpuid(here());
        return true;
    }

    @Word(
            value = "x86: set model-specific registers before the first run, by name or number; an error"
                    + " names the MSR that the kernel refused",
            example = "msrs MSR_TSC_AUX: " + "7",
            arch = Arch.X86_64)
    default void msrs(Map<?, ?> values) {
        values.forEach((register, value) -> own("msrs")
                .x86()
                .msr(new X86Config.MsrConfig(
                        register(register), Bits64.of(value, register.toString(), here()), here())));
    }

    /** A number as every script's is written, whichever way this one was. */
    private static String register(Object said) {
        try {
            return Bits64.hex(Long.decode(said.toString()));
        } catch (NumberFormatException e) {
            return said.toString();
        }
    }
}
