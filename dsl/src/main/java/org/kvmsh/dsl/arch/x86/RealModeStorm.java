package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.arch.StoppedVcpu;

/**
 * A guest in real mode that takes the same exception endlessly: the stack is full of its frames. Source: Intel SDM
 * volume 3, "Interrupt and Exception Handling" of real-address mode.
 */
final class RealModeStorm {
    /** IP, CS and FLAGS. */
    private static final int FRAME = 3 * Short.BYTES;

    private static final int FRAMES = 8;
    private static final long OFFSET = 0xffff;
    private static final int SEGMENT_SHIFT = 4;
    private static final int ENTRY = 4;
    /** The bits of FLAGS that are always 0 or 1, and what they are. */
    private static final int FIXED = 0x802a;

    private static final int SET = 2;
    private static final int INT3 = 0xcc;
    private static final int BREAKPOINT = 3;
    private static final int TWO_BYTES = 0x0f;
    private static final int UD2 = 0x0b;
    private static final int INVALID_OPCODE = 6;
    private static final int DIVIDE = 0xf6;

    private RealModeStorm() {}

    static List<String> lines(StoppedVcpu stopped) {
        try (Argument regs = Argument.of(stopped.vcpu().kernel(), "kvm_regs");
                Argument sregs = Argument.of(stopped.vcpu().kernel(), "kvm_sregs")) {
            stopped.vcpu().getRegs(regs).get();
            stopped.vcpu().getSregs(sregs).get();
            if ((sregs.get("cr0") & ControlBits.CR0_PE) != 0) {
                return List.of();
            }
            byte[] stack = stopped.memory().read(sregs.get("ss.base") + (regs.get("rsp") & OFFSET), FRAMES * FRAME);
            return stack == null || stack.length < FRAMES * FRAME
                    ? List.of()
                    : lines(stopped, ByteBuffer.wrap(stack).order(ByteOrder.LITTLE_ENDIAN), sregs.get("idt.base"));
        }
    }

    private static List<String> lines(StoppedVcpu stopped, ByteBuffer stack, long table) {
        int ip = stack.getShort(0) & (int) OFFSET;
        int cs = stack.getShort(Short.BYTES) & (int) OFFSET;
        for (int i = 1; i < FRAMES; i++) {
            if ((stack.getShort(i * FRAME) & OFFSET) != ip
                    || (stack.getShort(i * FRAME + Short.BYTES) & OFFSET) != cs) {
                return List.of();
            }
        }
        // A stack of zeros, or of a pattern, is not one of frames.
        if ((ip | cs) == 0 || (stack.getShort(2 * Short.BYTES) & FIXED) != SET) {
            return List.of();
        }
        long from = ((long) cs << SEGMENT_SHIFT) + ip;
        int vector = vector(stopped, from);
        List<String> lines = new ArrayList<>(List.of("the stack is full of frames of one exception"
                + (vector < 0
                        ? ""
                        : ", " + Vectors.inWords(stopped.vcpu().kernel().abi(), vector))
                + " at 0x" + Long.toHexString(vector == BREAKPOINT ? from - 1 : from)
                + ": its handler executes the same instruction and faults again, endlessly"));
        if (vector >= 0) {
            byte[] entry = stopped.memory().read(table + (long) vector * ENTRY, ENTRY);
            String handler = entry == null || entry.length < ENTRY ? "no memory" : pointer(entry);
            lines.add("the interrupt vector table at 0x" + Long.toHexString(table) + " has " + handler + " for vector "
                    + vector + (handler.equals("0x0:0x0") ? ": no handler was set" : ""));
        }
        lines.add("try: long64 ADDRESS and vectors true: exceptions then end the run with a report");
        return lines;
    }

    private static String pointer(byte... entry) {
        ByteBuffer words = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        return "0x" + Integer.toHexString(words.getShort(Short.BYTES) & (int) OFFSET) + ":0x"
                + Integer.toHexString(words.getShort(0) & (int) OFFSET);
    }

    /** The vector of the instruction at an address, or of the INT3 before it; -1 for none. */
    private static int vector(StoppedVcpu stopped, long from) {
        byte[] code = stopped.memory().read(from - 1, FRAME);
        if (code == null || code.length < 3) {
            return -1;
        }
        int before = code[0] & 0xff;
        int first = code[1] & 0xff;
        return before == INT3
                ? BREAKPOINT
                : first == TWO_BYTES && (code[2] & 0xff) == UD2 ? INVALID_OPCODE : (first | 1) == (DIVIDE | 1) ? 0 : -1;
    }
}
