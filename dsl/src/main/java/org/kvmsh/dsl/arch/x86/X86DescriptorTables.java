package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.NullPointer;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Exception handling for a 64-bit guest: an IDT, a GDT with the selectors of {@link X86Segments}, a TSS with a stack,
 * and a stub for each vector without a handler. A stub writes the vector to {@link #PORT}, with the frame on the stack,
 * and returns to the exception's address. Source: Intel SDM volume 3, "64-Bit Mode IDT", "64-Bit Mode Stack Frame",
 * "Interrupt Stack Table", "Task Management in 64-bit Mode".
 *
 * @param gates the guest's own handlers by vector
 */
record X86DescriptorTables(long at, Map<Integer, Long> gates, Site site) implements Step {
    /** A port that no PC has a device at. */
    static final long PORT = 0x6b76;
    /** The IDT's page, that of the GDT, the TSS and the stack, and that of the stubs. */
    static final long SIZE = 0x3000;

    private static final int PAGE = 0x1000;
    private static final int VECTORS = 256;
    private static final int GATE = 16;
    private static final int GDT = PAGE;
    /** Null, code, data, and the TSS's descriptor, which takes two entries. */
    private static final long[] DESCRIPTORS = {0, 0x00af9b000000ffffL, 0x00cf93000000ffffL};

    private static final int CODE_SELECTOR = 0x08;
    private static final int TSS_SELECTOR = 0x18;
    private static final int GDT_SIZE = TSS_SELECTOR + 2 * Long.BYTES;
    private static final int TSS = GDT + 0x100;
    private static final int TSS_SIZE = 104;
    private static final int TSS_RSP0 = 4;
    private static final int TSS_IST1 = 36;
    private static final int TSS_IO_MAP = 102;
    /** A TSS that is in use: its type, and that it is present. */
    private static final long BUSY_TSS = 11;

    private static final long PRESENT = 1 << 7;
    private static final long INTERRUPT_GATE = 14;
    private static final int COMMON = GDT + 0x200;
    private static final int STACK_TOP = 2 * PAGE;
    private static final int STUBS = 2 * PAGE;
    private static final int STUB = 16;
    /**
     * The vectors for which the processor pushes an error code (Intel SDM volume 3, "Exception and Interrupt Vectors";
     * AMD APM volume 2, "Vectors").
     */
    private static final Set<Integer> WITH_CODE = Set.of(8, 10, 11, 12, 13, 14, 17, 21, 29, 30);

    /** The vectors that a script names, UD, UD_VECTOR or 6, with the addresses of their handlers. */
    static Map<Integer, Long> gates(StartConfig start, Abi abi) {
        Map<Integer, Long> gates = new HashMap<>();
        start.vectors().forEach((vector, handler) -> gates.put(vector(vector, abi, start.site()), (Long) handler));
        return gates;
    }

    private static int vector(String said, Abi abi, Site site) {
        String constant = said.toUpperCase(Locale.ROOT).replaceFirst("^#", "").replaceFirst("(?<!_VECTOR)$", "_VECTOR");
        if (abi.hasConstant(constant)) {
            return (int) abi.constant(constant);
        }
        try {
            return (int) Bits64.of(Long.decode(said), "the vector", 0, VECTORS - 1, site);
        } catch (NumberFormatException e) {
            throw new ScriptError(
                    site,
                    "unknown vector " + said,
                    "a vector is a number up to 255 or a name from asm/kvm.h, such as UD, GP or PF");
        }
    }

    /** Has a vCPU use tables that are in guest memory. */
    static void use(Argument sregs, long at) {
        sregs.set("idt.base", at)
                .set("idt.limit", VECTORS * GATE - 1)
                .set("gdt.base", at + GDT)
                .set("gdt.limit", GDT_SIZE - 1)
                .set("tr.base", at + TSS)
                .set("tr.limit", TSS_SIZE - 1)
                .set("tr.selector", TSS_SELECTOR)
                .set("tr.type", BUSY_TSS)
                .set("tr.present", 1)
                .set("tr.s", 0)
                .set("tr.dpl", 0)
                .set("tr.g", 0)
                .set("tr.unusable", 0);
    }

    @Override
    public String text() {
        return "IDT, GDT and TSS, " + Bits64.size(SIZE) + " at " + Bits64.hex(at);
    }

    @Override
    public String why() {
        return "vectors: exceptions need gates, a code segment in a descriptor table, and a stack (Intel SDM volume 3,"
                + " Interrupt and Exception Handling)";
    }

    @Override
    public List<GuestRange> ranges() {
        return List.of(GuestRange.chosen(at, SIZE, "IDT, GDT and TSS"));
    }

    @Override
    public List<HandlerConfig> handlers(PhysicalMemory memory) {
        return Stream.concat(
                        Stream.of(new HandlerConfig(
                                ExitPlaces.one(KeyedExit.IO, PORT), exit -> ReportedException.of(exit, memory), site)),
                        NullPointer.handlers(memory, site).stream())
                .toList();
    }

    @Override
    public void perform(Bringup machine) {
        ByteBuffer bytes = ByteBuffer.allocate((int) SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int vector = 0; vector < VECTORS; vector++) {
            Long own = gates.get(vector);
            gate(bytes, vector, own == null ? at + STUBS + vector * STUB : own, own == null ? 1 : 0);
            stub(bytes, vector);
        }
        for (int i = 0; i < DESCRIPTORS.length; i++) {
            bytes.putLong(GDT + i * Long.BYTES, DESCRIPTORS[i]);
        }
        long tss = at + TSS;
        bytes.putLong(
                GDT + TSS_SELECTOR,
                TSS_SIZE - 1 | (tss & 0xffffff) << 16 | (PRESENT | BUSY_TSS) << 40 | (tss >>> 24 & 0xff) << 56);
        bytes.putLong(GDT + TSS_SELECTOR + Long.BYTES, tss >>> 32);
        bytes.putLong(TSS + TSS_RSP0, at + STACK_TOP)
                .putLong(TSS + TSS_IST1, at + STACK_TOP)
                .putShort(TSS + TSS_IO_MAP, (short) TSS_SIZE);
        common(bytes);
        machine.write(at, bytes.array());
    }

    /** @param stack 1 for the TSS's, 0 for the one that the guest is on */
    private static void gate(ByteBuffer into, int vector, long handler, int stack) {
        into.putLong(
                vector * GATE,
                handler & 0xffff
                        | (long) CODE_SELECTOR << 16
                        | (long) stack << 32
                        | (PRESENT | INTERRUPT_GATE) << 40
                        | (handler >>> 16 & 0xffff) << 48);
        into.putLong(vector * GATE + Long.BYTES, handler >>> 32);
    }

    /** {@code push $0}, where the processor pushes no error code; {@code push $vector; jmp common}. */
    private static void stub(ByteBuffer into, int vector) {
        into.position(STUBS + vector * STUB);
        if (WITH_CODE.contains(vector)) {
            into.put((byte) 0x66).put((byte) 0x90);
        } else {
            into.put((byte) 0x6a).put((byte) 0);
        }
        into.put((byte) 0x68).putInt(vector).put((byte) 0xe9);
        into.putInt(COMMON - into.position() - Integer.BYTES);
    }

    /**
     * {@code push %rax; push %rdx; mov 16(%rsp), %eax; mov $PORT, %dx; out %eax, %dx; pop %rdx; pop %rax; add $16,
     * %rsp; iretq}.
     */
    private static void common(ByteBuffer into) {
        into.position(COMMON);
        into.put(new byte[] {0x50, 0x52, (byte) 0x8b, 0x44, 0x24, 0x10, 0x66, (byte) 0xba})
                .putShort((short) PORT)
                .put(new byte[] {(byte) 0xef, 0x5a, 0x58, 0x48, (byte) 0x83, (byte) 0xc4, 0x10, 0x48, (byte) 0xcf});
    }
}
