package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Bits64;

/**
 * The interrupts of ppc64 in words. Source: Power ISA book III, "Interrupt Definitions", "Data Storage Interrupt",
 * "Program Interrupt"; arch/powerpc/include/asm/reg.h, DSISR_… and SRR1_….
 */
final class Ppc64Exceptions {
    /** The bits of SRR1 that an interrupt sets itself; the others are MSR's (arch/powerpc/kvm/book3s.c). */
    private static final long OF_INTERRUPT = 0x783f0000L;

    private static final long NO_TRANSLATION = 0x40000000L;
    private static final long PROTECTED = 0x08000000L;
    private static final long STORE = 0x02000000L;
    private static final long ILLEGAL = 0x00080000L;
    private static final long PRIVILEGED = 0x00040000L;
    private static final long PROBLEM_STATE = 1 << 14;
    private static final long TRAP = 0x00020000L;
    private static final long FLOATING = 0x00100000L;
    private static final long RELOCATION = 1L << 4;
    /** struct guest_regs: the general registers, pc and msr, and these. */
    private static final int GENERAL = 32;

    private static final int OTHERS_AT = GENERAL + 2;
    private static final List<String> OTHERS = List.of("lr", "ctr", "xer", "cr");

    private final Vcpu vcpu;
    private final RegisterNames names;
    private final ReadableMemory memory;
    private final int vector;
    private final long srr1;

    private Ppc64Exceptions(Vcpu vcpu, int vector, ReadableMemory memory) {
        this.vcpu = vcpu;
        this.names = Architecture.registersOf(vcpu.kernel().abi());
        this.memory = memory;
        this.vector = vector;
        this.srr1 = read("srr1");
    }

    /** The interrupt of a vector's code, which has put r3 into SPRG0. */
    static RunEnds.Fault of(Vcpu vcpu, long vector, ReadableMemory memory) {
        Ppc64Exceptions exception = new Ppc64Exceptions(vcpu, (int) vector, memory);
        return exception.fault(Map.of("r3", exception.read("sprg0")));
    }

    /** The interrupt of struct guest_regs, which begins with r0 to r31 and ends with the vector. */
    static RunEnds.Fault ofLibrary(Vcpu vcpu, byte[] regs, ReadableMemory memory) {
        LongBuffer saved =
                ByteBuffer.wrap(regs).order(vcpu.kernel().abi().order()).asLongBuffer();
        Map<String, Long> interrupted = new HashMap<>();
        for (int i = 0; i < GENERAL; i++) {
            interrupted.put("r" + i, saved.get(i));
        }
        for (int i = 0; i < OTHERS.size(); i++) {
            interrupted.put(OTHERS.get(i), saved.get(OTHERS_AT + i));
        }
        return new Ppc64Exceptions(vcpu, (int) saved.get(saved.limit() - 1), memory).fault(interrupted);
    }

    /** @param interrupted registers that a handler has saved and changed since */
    private RunEnds.Fault fault(Map<String, Long> interrupted) {
        long pc = read("srr0");
        boolean data = vector == 0x300 || vector == 0x380 || vector == 0x600;
        boolean fetch = vector == 0x400 || vector == 0x480;
        Long address = data ? (Long) read("dar") : fetch ? (Long) pc : null;
        String causes = "SRR0 " + Bits64.hex(pc) + ", SRR1 " + Bits64.hex(srr1)
                + (data ? ", DAR " + Bits64.hex(address) + ", DSISR " + Bits64.hex(read("dsisr")) : "");
        Map<String, Long> registers = new HashMap<>(interrupted);
        registers.put("pc", pc);
        registers.put("msr", srr1 & ~OF_INTERRUPT);
        return new RunEnds.Fault(
                Ppc64Vectors.NAMES.get((long) vector) + " interrupt",
                vector,
                data ? read("dsisr") : srr1 & OF_INTERRUPT,
                pc,
                address,
                List.of(sentence(pc, address), "vector " + Bits64.hex(vector) + ", " + causes),
                registers);
    }

    private String sentence(long pc, Long address) {
        return switch (vector) {
            case 0x300 ->
                ((read("dsisr") & STORE) != 0 ? "write to " : "read of ") + Bits64.hex(address) + ": "
                        + storage(read("dsisr"), address, (srr1 & RELOCATION) != 0);
            case 0x380, 0x480 ->
                (vector == 0x380 ? "access to " : "fetch from ") + Bits64.hex(address)
                        + ": no segment maps the address, or it is beyond the address limit of this mode";
            case 0x400 -> "fetch from " + Bits64.hex(pc) + ": " + storage(srr1, pc, (srr1 & RELOCATION << 1) != 0);
            case 0x600 -> "access to " + Bits64.hex(address) + ": the instruction needs an aligned address";
            case 0x700 -> program(pc);
            case 0x800 -> "floating point is off: set FP (0x2000) in MSR, or compile with -msoft-float";
            case 0xc00 -> "SC that neither KVM nor the guest handles";
            case 0xf20 -> "vector instructions are off: set VEC (0x2000000) in MSR, or compile with -mno-altivec";
            case 0xf40 -> "VSX instructions are off: set VSX (0x800000) in MSR, or compile with -mno-vsx";
            case 0xf60 -> "the instruction's facility is off: see FSCR";
            default -> Ppc64Vectors.NAMES.get((long) vector) + " interrupt without a handler";
        };
    }

    private String program(long pc) {
        return (srr1 & TRAP) != 0
                ? "a trap instruction's condition is true"
                : (srr1 & PRIVILEGED) != 0
                        ? "the instruction at " + Bits64.hex(pc)
                                + ((srr1 & PROBLEM_STATE) == 0
                                        ? " is only for the hypervisor"
                                        : " is privileged, and MSR.PR is set")
                        : (srr1 & FLOATING) != 0
                                ? "floating point exception: see FPSCR"
                                : (srr1 & ILLEGAL) != 0
                                        ? "the instruction at " + Bits64.hex(pc) + " is illegal"
                                        : "SRR1 does not report the cause";
    }

    private String storage(long status, long address, boolean translated) {
        return (status & NO_TRANSLATION) != 0
                ? translated
                        ? "no translation: the page tables do not map the address"
                        : "no translation: the address is " + (memory.read(address, 1) == null ? "not " : "")
                                + "in a memslot"
                : (status & PROTECTED) != 0 ? "protection: the page does not allow it" : "status " + Bits64.hex(status);
    }

    private long read(String name) {
        return names.read(vcpu, name);
    }
}
