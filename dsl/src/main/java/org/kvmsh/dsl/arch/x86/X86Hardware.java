package org.kvmsh.dsl.arch.x86;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;

/**
 * The state of an x86 vCPU and of the interrupt controllers in the kernel, as the calls return it that read it; the
 * names of its bits are in {@code x86-bits.tsv}.
 */
record X86Hardware(HardwarePart part, String title, KvmFile file) {
    /** The local APIC's registers of 32 bits are 16 bytes apart (Intel SDM volume 3, "Local APIC Register Map"). */
    private static final int APART = 16;

    private static final String DEBUG = "kvm_debugregs";

    /** The access rights of a segment, from bit 0 on: the member of struct kvm_segment, and its place. */
    private static final Map<String, Integer> RIGHTS =
            Map.of("type", 0, "s", 4, "dpl", 5, "present", 7, "avl", 12, "l", 13, "db", 14, "g", 15, "unusable", 16);

    private static final List<String> SEGMENTS = List.of("cs", "ds", "es", "fs", "gs", "ss", "tr", "ldt");
    /** The registers by name that make up the segments' access rights. */
    static final List<String> RIGHTS_OF_SEGMENTS = SEGMENTS.stream()
            .flatMap(segment -> RIGHTS.keySet().stream().map(right -> segment + "." + right))
            .toList();

    static List<BitLayout> layouts() {
        return BitLayout.table(X86.class, "x86-bits.tsv");
    }

    /** The place of a register in the area of KVM_GET_XSAVE. */
    static Optional<BitLayout> xsave(String register) {
        return HardwarePart.XSAVE.of(layouts()).stream()
                .filter(layout -> layout.register().equals(register))
                .findFirst();
    }

    /** Reads all parts but the control registers that have names of their own. */
    NamedBits read() {
        return switch (part) {
            case LAPIC -> lapic();
            case XSAVE -> xsave();
            case CPUID -> X86CpuidLeaves.read((Vcpu) file, title);
            case IOAPIC -> chips(Map.of("KVM_IRQCHIP_IOAPIC", "ioapic"));
            case PIC -> {
                Map<String, String> pics = new LinkedHashMap<>();
                pics.put("KVM_IRQCHIP_PIC_MASTER", "master");
                pics.put("KVM_IRQCHIP_PIC_SLAVE", "slave");
                yield chips(pics);
            }
            default -> throw new IllegalArgumentException(part.words());
        };
    }

    /**
     * Adds the registers that are in no table of registers by name: the debug registers' flags and the segments.
     *
     * @param values has those of {@link #RIGHTS_OF_SEGMENTS}
     */
    static void addControl(Vcpu vcpu, Map<String, Long> values) {
        try (Argument debug = Argument.of(vcpu.kernel(), DEBUG)) {
            if (vcpu.ioctl("KVM_GET_DEBUGREGS", debug).ok()) {
                values.put("dr6", debug.get("dr6"));
                values.put("dr7", debug.get("dr7"));
            }
        }
        for (String segment : SEGMENTS) {
            long rights = 0;
            for (Map.Entry<String, Integer> right : RIGHTS.entrySet()) {
                rights |= values.get(segment + "." + right.getKey()) << right.getValue();
            }
            values.put(segment, rights);
        }
    }

    private NamedBits lapic() {
        try (Argument page = Argument.of(file.kernel(), "kvm_lapic_state")) {
            IoctlResult<Integer> answer = file.ioctl("KVM_GET_LAPIC", page);
            return answer.ok()
                    ? NamedBits.of(
                            title,
                            part.of(layouts()).stream()
                                    .map(layout -> apic(page, layout))
                                    .toList())
                    : missing("KVM_GET_LAPIC", answer);
        }
    }

    private static NamedRegister apic(Argument page, BitLayout layout) {
        byte[] bytes = new byte[layout.bits() / Byte.SIZE];
        for (int i = 0; i < bytes.length; i += Integer.BYTES) {
            byte[] word = page.region().bytes(layout.at() + i / Integer.BYTES * APART, Integer.BYTES);
            System.arraycopy(word, 0, bytes, i, word.length);
        }
        return NamedRegister.of(layout, bytes, 0);
    }

    private NamedBits xsave() {
        try (Argument area = Argument.of(file.kernel(), "kvm_xsave")) {
            IoctlResult<Integer> answer = file.ioctl("KVM_GET_XSAVE", area);
            return answer.ok()
                    ? NamedBits.of(title, registers(area, 0, part.of(layouts())).toList())
                    : missing("KVM_GET_XSAVE", answer);
        }
    }

    /** @param chips the part of the table of each chip, by its constant */
    private NamedBits chips(Map<String, String> chips) {
        List<NamedRegister> registers = new ArrayList<>();
        for (Map.Entry<String, String> chip : chips.entrySet()) {
            try (Argument argument = Argument.of(file.kernel(), "kvm_irqchip")
                    .set("chip_id", file.kernel().abi().constant(chip.getKey()))) {
                IoctlResult<Integer> answer = file.ioctl("KVM_GET_IRQCHIP", argument);
                if (!answer.ok()) {
                    return missing("KVM_GET_IRQCHIP", answer);
                }
                int at = (int) argument.struct().offset("chip.dummy");
                List<BitLayout> own = part.of(layouts()).stream()
                        .filter(layout -> layout.part().equals(chip.getValue()))
                        .toList();
                registers.addAll(registers(argument, at, own).toList());
            }
        }
        return NamedBits.of(title, registers);
    }

    private static Stream<NamedRegister> registers(Argument argument, int from, List<BitLayout> layouts) {
        byte[] bytes = argument.region().bytes(0, argument.struct().size());
        return layouts.stream().map(layout -> NamedRegister.of(layout, bytes, from + layout.at()));
    }

    private NamedBits missing(String call, IoctlResult<Integer> answer) {
        return NamedBits.missing(
                title,
                part == HardwarePart.XSAVE
                        ? title + ": the kernel refused " + call + ": " + Errno.describe(answer.errno())
                        : title + ": not in the kernel (" + call + ": " + Errno.name(answer.errno())
                                + "); irqchip inside vm { } creates " + (part == HardwarePart.PIC ? "them" : "it"));
    }
}
