package org.kvmsh.dsl.arch.arm64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Bits64;

/** The exceptions of arm64 in words. Source: Arm Architecture Reference Manual, "ESR_EL1", "ISS encoding". */
final class Arm64Exceptions {
    private static final List<String> KINDS = List.of("", "IRQ", "FIQ", "SError");
    private static final int CLASS_SHIFT = 26;
    private static final long CLASS = 0x3f;
    private static final long SYNDROME = 0x1ffffff;
    private static final long STATUS = 0x3f;
    private static final long LEVEL = 3;
    private static final long INJECTED = 0xffffffffL;
    private static final int WRITE = 1 << 6;
    private static final int FAR_IS_NOT_VALID = 1 << 10;
    private static final Set<Integer> INSTRUCTION_ABORTS = Set.of(0x20, 0x21);
    private static final Set<Integer> DATA_ABORTS = Set.of(0x24, 0x25);
    private static final Set<Integer> WITH_ADDRESS = Set.of(0x20, 0x21, 0x22, 0x24, 0x25, 0x34, 0x35);
    private static final int FLOATING_POINT = 0x07;
    private static final int ALIGNMENT = 0x21;
    private static final int EXTERNAL_ABORT = 0x10;
    private static final long MMU_ON = 1;

    private final Vcpu vcpu;
    private final RegisterNames names;
    private final ReadableMemory memory;
    private final long syndrome;
    private final int exceptionClass;
    private final long address;

    private Arm64Exceptions(Vcpu vcpu, ReadableMemory memory) {
        this.vcpu = vcpu;
        this.names = Architecture.registersOf(vcpu.kernel().abi());
        this.memory = memory;
        long esr = read("esr_el1");
        // KVM extends the sign of what it injects (arch/arm64/kvm/inject_fault.c).
        this.syndrome = esr < 0 ? esr & INJECTED : esr;
        this.exceptionClass = (int) classOf(syndrome);
        this.address = read("far_el1");
    }

    /**
     * @param kind 0 for a synchronous exception, 1 for an IRQ, 2 for an FIQ and 3 for an SError
     * @param interrupted registers that a handler has saved and changed since
     */
    static RunEnds.Fault of(Vcpu vcpu, int kind, ReadableMemory memory, Map<String, Long> interrupted) {
        return new Arm64Exceptions(vcpu, memory).fault(kind, interrupted);
    }

    /** The exception of struct guest_regs: regs, sp, pc, pstate and the vector. */
    static RunEnds.Fault ofLibrary(Vcpu vcpu, byte[] regs, ReadableMemory memory) {
        ByteBuffer saved = ByteBuffer.wrap(regs).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Long> interrupted = new HashMap<>();
        int general = 31;
        for (int i = 0; i < general; i++) {
            interrupted.put("x" + i, saved.getLong());
        }
        interrupted.put("sp_el1", saved.getLong());
        saved.getLong();
        saved.getLong();
        return of(vcpu, (int) Math.max(0, saved.getLong() - CLASS), memory, interrupted);
    }

    /** The cause of a synchronous exception whose registers are those of the vCPU. */
    static String sentence(Vcpu vcpu, ReadableMemory memory) {
        Arm64Exceptions exception = new Arm64Exceptions(vcpu, memory);
        return exception.sentence(exception.read("elr_el1"));
    }

    /** ESR_EL1.EC in a syndrome. */
    static long classOf(long syndrome) {
        return syndrome >>> CLASS_SHIFT & CLASS;
    }

    /** The exception class in words. */
    static String inWords(long exceptionClass) {
        if (exceptionClass == 0 || exceptionClass == FLOATING_POINT) {
            return exceptionClass == 0 ? "undefined instruction" : "floating point access";
        }
        String known = BitLayout.meaning(Architecture.of(Arch.ARM64).layouts(), "esr_el1", "EC", exceptionClass)
                .replaceFirst(" lower$", " from EL0");
        return known.isEmpty() ? "exception class 0x" + Long.toHexString(exceptionClass) : known;
    }

    private RunEnds.Fault fault(int kind, Map<String, Long> interrupted) {
        Map<String, Long> registers = new HashMap<>(interrupted);
        long pc = read("elr_el1");
        registers.put("pc", pc);
        registers.put("pstate", read("spsr_el1"));
        boolean addressed = kind == 0 && WITH_ADDRESS.contains(exceptionClass) && (syndrome & FAR_IS_NOT_VALID) == 0;
        List<String> why = new ArrayList<>(List.of(kind == 0 ? sentence(pc) : KINDS.get(kind) + " without a handler"));
        why.add("ESR_EL1 " + Bits64.hex(syndrome)
                + (kind == 0
                        ? ": EC 0x" + Long.toHexString(exceptionClass) + " (" + inWords(exceptionClass) + "), ISS 0x"
                                + Long.toHexString(syndrome & SYNDROME)
                        : "")
                + ", ELR_EL1 " + Bits64.hex(pc) + ", SPSR_EL1 " + Bits64.hex(read("spsr_el1"))
                + (addressed ? ", FAR_EL1 " + Bits64.hex(address) : ""));
        return new RunEnds.Fault(
                kind == 0 ? inWords(exceptionClass) : KINDS.get(kind),
                kind == 0 ? exceptionClass : (int) CLASS + kind,
                syndrome,
                pc,
                addressed ? address : null,
                why,
                registers);
    }

    private String sentence(long pc) {
        if (INSTRUCTION_ABORTS.contains(exceptionClass) || DATA_ABORTS.contains(exceptionClass)) {
            return abort();
        }
        return switch (exceptionClass) {
            case 0x00 -> "the instruction at " + Bits64.hex(pc) + " is undefined at this exception level";
            case 0x07 ->
                "floating point and SIMD are off: set CPACR_EL1.FPEN to 3, or compile with -mgeneral-regs-only";
            case 0x0e -> "PSTATE.IL is set, or an exception return targeted a state that the processor does not have";
            case 0x15 -> "SVC, immediate 0x" + Long.toHexString(syndrome & 0xffff);
            case 0x18 -> "the access to the system register, or the system instruction, is trapped to EL1";
            case 0x22 -> "the pc " + Bits64.hex(address) + " is not a multiple of 4";
            case 0x26 -> "the stack pointer is not a multiple of 16: see SCTLR_EL1.SA";
            case 0x3c -> "BRK, immediate 0x" + Long.toHexString(syndrome & 0xffff);
            default -> inWords(exceptionClass);
        };
    }

    private String abort() {
        int status = (int) (syndrome & STATUS);
        boolean data = DATA_ABORTS.contains(exceptionClass);
        String access =
                (data ? (syndrome & WRITE) != 0 ? "write to " : "read of " : "fetch from ") + Bits64.hex(address);
        String level = ", level " + (status & LEVEL);
        return access + ": "
                + switch (status >> 2) {
                    case 0 -> "address size fault" + level;
                    case 1 -> "translation fault" + level + ": the page tables do not map the address";
                    case 2 -> "access flag fault" + level + ": AF is 0 in the entry";
                    case 3 -> "permission fault" + level + ": the entry does not allow it";
                    case 5 -> "external abort on the page table walk" + level + ": a table is outside of guest memory";
                    default ->
                        status == ALIGNMENT
                                ? alignment()
                                : status == EXTERNAL_ABORT
                                        ? "external abort: "
                                                + (memory.read(address, 1) == null
                                                        ? "the address is not in any memslot"
                                                        : "the memory did not respond")
                                        : "fault status 0x" + Integer.toHexString(status);
                };
    }

    private String alignment() {
        return "alignment fault: "
                + ((read("sctlr_el1") & MMU_ON) == 0
                        ? "while the MMU is off, every access must be aligned to its size: compile with -mstrict-align"
                        : "the memory is Device memory, the access is exclusive or atomic, or SCTLR_EL1.A is set");
    }

    private long read(String name) {
        return names.read(vcpu, name);
    }
}
