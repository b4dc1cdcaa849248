package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/**
 * The exceptions of x86 in words. Source: Intel SDM volume 3, "Exception and Interrupt Reference".
 *
 * @param sregs the vCPU's struct kvm_sregs
 * @param code the error code, 0 for an exception without one
 * @param pc the saved rip
 */
record X86Exceptions(Vcpu vcpu, Argument sregs, ReadableMemory memory, int vector, long code, long pc) {
    private static final int PRESENT = 1;
    private static final int WRITE = 1 << 1;
    private static final int USER = 1 << 2;
    private static final int RESERVED = 1 << 3;
    private static final int FETCH = 1 << 4;
    private static final int PF = 14;
    /** What the stubs and struct guest_regs have from the vector on: error code, rip, cs, rflags, rsp, ss. */
    private static final List<String> FRAME = List.of("rip", "cs", "rflags", "rsp", "ss");

    private static final long RING = 3;
    private static final List<String> LIBRARY = List.of(
            "rax", "rcx", "rdx", "rbx", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15");

    /** The exception of struct guest_regs. */
    static RunEnds.Fault ofLibrary(Vcpu vcpu, byte[] regs, ReadableMemory memory) {
        ByteBuffer saved = ByteBuffer.wrap(regs).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Long> interrupted = new HashMap<>();
        LIBRARY.forEach(name -> interrupted.put(name, saved.getLong()));
        return of(vcpu, saved, memory, interrupted);
    }

    /**
     * @param frame at the vector
     * @param interrupted registers that a handler has saved and changed since
     */
    static RunEnds.Fault of(Vcpu vcpu, ByteBuffer frame, ReadableMemory memory, Map<String, Long> interrupted) {
        int vector = (int) frame.getLong();
        long code = frame.getLong();
        Map<String, Long> saved = new HashMap<>();
        FRAME.forEach(name -> saved.put(name, frame.getLong()));
        Map<String, Long> registers = new HashMap<>(interrupted);
        List.of("rip", "rflags", "rsp").forEach(name -> registers.put(name, saved.get(name)));
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            if ((saved.get("cs") & RING) != 0) {
                segments(saved, registers);
            }
            return new X86Exceptions(vcpu, sregs, memory, vector, code, saved.get("rip")).fault(registers);
        }
    }

    /** Flat segments of another ring (Intel SDM volume 3, "Segment Selectors", "Privilege Levels"). */
    private static void segments(Map<String, Long> saved, Map<String, Long> registers) {
        List.of("cs", "ss").forEach(name -> {
            registers.put(name + ".selector", saved.get(name));
            registers.put(name + ".dpl", saved.get(name) & RING);
        });
    }

    private RunEnds.Fault fault(Map<String, Long> registers) {
        Abi abi = vcpu.kernel().abi();
        Long address = vector == PF ? (Long) sregs.get("cr2") : null;
        String number = "vector " + vector + ", error code " + Bits64.hex(code);
        return new RunEnds.Fault(
                Vectors.inWords(abi, vector),
                vector,
                code,
                pc,
                address,
                List.of(sentence(address), vector == PF ? number + bits() + ", CR2 " + Bits64.hex(address) : number),
                registers);
    }

    private String sentence(Long address) {
        return switch (vector) {
            case 0 -> "division by zero, or a quotient that the register cannot hold";
            case 1 -> "single step, a breakpoint of DR0 to DR3, or INT1";
            case 3 -> "INT3";
            case 6 -> undefined();
            case 7 -> "FPU, MMX and SSE instructions are off: CR0.EM or CR0.TS is set";
            case 8 -> "a second exception occurred while the processor was delivering the first";
            case 12 ->
                "an address relative to rsp or rbp that is not canonical, or a stack segment that is not present";
            case 13 -> protection();
            case PF -> access() + Bits64.hex(address) + ": " + page(address);
            case 17 -> "an unaligned access at CPL 3 with CR0.AM and RFLAGS.AC set";
            case 16, 19 -> "an unmasked floating-point exception";
            default -> Vectors.inWords(vcpu.kernel().abi(), vector) + " without a handler";
        };
    }

    private String undefined() {
        long physical = X86ProgramCounter.physical(vcpu, sregs, pc);
        byte[] bytes = physical == ProgramCounter.NOWHERE ? null : memory.read(physical, SseCode.MOST);
        return bytes != null && SseCode.isOff(sregs, bytes)
                ? SseCode.WHY
                : "the instruction at " + Bits64.hex(pc) + " is invalid in this mode";
    }

    private String protection() {
        int selector = 0xffff;
        int table = 6;
        return code == 0
                ? "a non-canonical address, a reserved bit, an MSR that the vCPU does not have, or a ring 0"
                        + " instruction in another ring"
                : "the selector " + Bits64.hex(code & selector & ~(long) (table | 1)) + " of the "
                        + ((code & 2) != 0 ? "IDT" : (code & table) == 0 ? "GDT" : "LDT");
    }

    private String access() {
        // Without EFER.NXE the error code does not tell a fetch.
        return (code & FETCH) != 0 || sregs.get("cr2") == pc
                ? "fetch from "
                : (code & WRITE) != 0 ? "write to " : "read of ";
    }

    /** {@code (P|W|U)}. */
    private String bits() {
        StringBuilder names = new StringBuilder();
        String each = "PWURI";
        for (int i = 0; i < each.length(); i++) {
            names.append((code & 1 << i) == 0 ? "" : names.isEmpty() ? "" : "|")
                    .append((code & 1 << i) == 0 ? "" : each.charAt(i));
        }
        return names.isEmpty() ? "" : " (" + names + ")";
    }

    private String page(long address) {
        if ((code & RESERVED) != 0) {
            return "a reserved bit is set in an entry of the page tables";
        }
        String walked =
                X86PageWalk.of(memory, sregs, address, (code & WRITE) != 0, (code & USER) != 0, (code & FETCH) != 0);
        return walked.isEmpty()
                ? (code & PRESENT) == 0 ? "the page is not present" : "the page does not allow it"
                : walked;
    }
}
