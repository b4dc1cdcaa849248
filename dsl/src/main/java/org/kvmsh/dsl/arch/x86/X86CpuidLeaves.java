package org.kvmsh.dsl.arch.x86;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.register.CpuidEntries;

/** The CPUID entries that a vCPU has (KVM_GET_CPUID2), a register for each of their four numbers. */
final class X86CpuidLeaves {
    private static final List<String> NUMBERS = List.of("eax", "ebx", "ecx", "edx");

    private X86CpuidLeaves() {}

    static NamedBits read(Vcpu vcpu, String title) {
        try (Argument list = CpuidEntries.room(vcpu)) {
            CpuidEntries.read(vcpu, list).get();
            long count = list.get("nent");
            return count == 0
                    ? NamedBits.missing(title, title + ": no entries; vm { cpuid } sets those that the board supports")
                    : NamedBits.of(title, registers(list, count));
        }
    }

    private static List<NamedRegister> registers(Argument list, long count) {
        Map<String, BitLayout> known = HardwarePart.CPUID.of(X86Hardware.layouts()).stream()
                .collect(Collectors.toMap(BitLayout::register, layout -> layout));
        long indexed = list.kernel().abi().constant("KVM_CPUID_FLAG_SIGNIFCANT_INDEX");
        // Of two entries with the same function, KVM uses the first (arch/x86/kvm/cpuid.c, cpuid_entry2_find).
        Map<String, NamedRegister> registers = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String entry = "entries[" + i + "].";
            String leaf = "leaf_" + Long.toHexString(list.get(entry + "function"))
                    + ((list.get(entry + "flags") & indexed) == 0 ? "" : "_" + list.get(entry + "index")) + "_";
            for (String number : NUMBERS) {
                BitLayout layout = known.getOrDefault(leaf + number, BitLayout.unnamed(leaf + number, Integer.SIZE));
                registers.putIfAbsent(leaf + number, NamedRegister.of(layout, list.get(entry + number)));
            }
        }
        return List.copyOf(registers.values());
    }
}
