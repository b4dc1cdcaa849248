package org.kvmsh.dsl.arch.riscv64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Bits64;

/** The exceptions of riscv64 in words. Source: RISC-V Privileged Architecture, "Supervisor Cause", "Sv39". */
final class Riscv64Exceptions {
    private static final int ILLEGAL_INSTRUCTION = 2;
    private static final Set<Integer> FETCHES = Set.of(0, 1, 12);
    private static final Set<Integer> STORES = Set.of(6, 7, 15);
    private static final Set<Integer> LOADS = Set.of(4, 5, 13);
    private static final Set<Integer> ACCESS_FAULTS = Set.of(1, 5, 7);
    private static final Set<Integer> MISALIGNED = Set.of(0, 4, 6);
    /** The major opcodes of the extensions F and D. */
    private static final Set<Integer> FLOATING = Set.of(0x07, 0x27, 0x43, 0x47, 0x4b, 0x4f, 0x53);

    private static final int OPCODE = 0x7f;
    private static final long FS = 3 << 13;
    private static final long SIE = 1 << 1;
    private static final long SPIE = 1 << 5;
    private static final long SPP = 1 << 8;
    /** What struct guest_regs adds to the code of an interrupt. */
    private static final int INTERRUPT = 64;

    private final Vcpu vcpu;
    private final RegisterNames names;
    private final ReadableMemory memory;
    private final long cause;
    private final int code;
    private final long value;

    private Riscv64Exceptions(Vcpu vcpu, ReadableMemory memory) {
        this.vcpu = vcpu;
        this.names = Architecture.registersOf(vcpu.kernel().abi());
        this.memory = memory;
        this.cause = read("scause");
        this.code = (int) (cause & Integer.MAX_VALUE);
        this.value = read("stval");
    }

    /** @param interrupted registers that a handler has saved and changed since */
    static RunEnds.Fault of(Vcpu vcpu, ReadableMemory memory, Map<String, Long> interrupted) {
        return new Riscv64Exceptions(vcpu, memory).fault(interrupted);
    }

    /** The exception of struct guest_regs, which begins with x0 to x31. */
    static RunEnds.Fault ofLibrary(Vcpu vcpu, byte[] regs, ReadableMemory memory) {
        Abi abi = vcpu.kernel().abi();
        ByteBuffer saved = ByteBuffer.wrap(regs).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Long> interrupted = new HashMap<>();
        // kvm_riscv_core has x1 to x31 in their order, behind the pc.
        List<String> general =
                Architecture.of(Arch.RISCV64).generalRegisters(abi).names();
        int last = 31;
        for (int i = 1; i <= last; i++) {
            interrupted.put(general.get(i), saved.getLong(i * Long.BYTES));
        }
        return of(vcpu, memory, interrupted);
    }

    /** The name of a cause: {@code load page fault}, {@code supervisor timer interrupt}. */
    static String inWords(long cause) {
        String known = BitLayout.meaning(Architecture.of(Arch.RISCV64).layouts(), "scause", "cause", cause);
        String kind = cause < 0 ? "interrupt" : "exception";
        return cause == 0
                ? "instruction address misaligned"
                : known.isEmpty() ? kind + " " + (cause & Long.MAX_VALUE) : cause < 0 ? known + " interrupt" : known;
    }

    private RunEnds.Fault fault(Map<String, Long> interrupted) {
        long pc = read("sepc");
        long status = read("sstatus");
        Map<String, Long> registers = new HashMap<>(interrupted);
        registers.put("pc", pc);
        // What SRET would do (RISC-V Privileged Architecture, "Supervisor Status").
        registers.put("sstatus", status & ~(SIE | SPIE | SPP) | ((status & SPIE) != 0 ? SIE : 0) | SPIE);
        registers.put("mode", (status & SPP) != 0 ? 1L : 0L);
        boolean addressed = cause >= 0 && (FETCHES.contains(code) || STORES.contains(code) || LOADS.contains(code));
        return new RunEnds.Fault(
                inWords(cause),
                cause < 0 ? INTERRUPT + code : code,
                cause,
                pc,
                addressed ? value : null,
                List.of(
                        cause < 0 ? inWords(cause) + " without a handler" : sentence(pc),
                        "scause " + Bits64.hex(cause) + " (" + inWords(cause) + "), sepc " + Bits64.hex(pc) + ", stval "
                                + Bits64.hex(value) + ", sstatus " + Bits64.hex(status)),
                registers);
    }

    private String sentence(long pc) {
        String access = (FETCHES.contains(code) ? "fetch from " : STORES.contains(code) ? "write to " : "read of ")
                + Bits64.hex(value) + ": ";
        if (MISALIGNED.contains(code)) {
            return access + "the address is not aligned to the size of the access";
        } else if (ACCESS_FAULTS.contains(code)) {
            return access
                    + (memory.read(value, 1) == null
                            ? "the address is not in any memslot"
                            : "the memory does not allow it");
        }
        return switch (code) {
            case ILLEGAL_INSTRUCTION -> illegal(pc);
            case 3 -> "EBREAK";
            case 8, 9 -> "ECALL that neither KVM nor the guest handles";
            case 12, 13, 15 -> access + Riscv64PageWalk.of(memory, read("satp"), value, code);
            default -> inWords(cause);
        };
    }

    private String illegal(long pc) {
        byte[] bytes = memory.read(pc, 1);
        if (bytes != null && FLOATING.contains(bytes[0] & OPCODE) && (read("sstatus") & FS) == 0) {
            return "floating point is off: set FS (0x2000) in sstatus, or compile with -march=rv64imac -mabi=lp64";
        }
        return "the instruction " + (value == 0 ? "" : Bits64.hex(value) + " ") + "at " + Bits64.hex(pc)
                + " is illegal in this mode";
    }

    private long read(String name) {
        return names.read(vcpu, name);
    }
}
