package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/** The registers of an x86 vCPU, as KVM_GET_REGS and KVM_GET_SREGS lay them out. */
final class X86State {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;

    /** Intel SDM volume 3, "Control Registers". */
    static final long CR0_PE = 1L;

    static final long CR0_TS = 1L << 3;
    static final long CR0_ET = 1L << 4;
    static final long CR0_WP = 1L << 16;
    static final long CR0_NW = 1L << 29;
    static final long CR0_CD = 1L << 30;
    static final long CR0_PG = 1L << 31;
    static final long CR4_PSE = 1L << 4;
    static final long CR4_PAE = 1L << 5;
    /** Intel SDM volume 3, "Extended Feature Enable Register". */
    static final long EFER_SCE = 1L;

    static final long EFER_LME = 1L << 8;
    static final long EFER_LMA = 1L << 10;
    static final long EFER_NXE = 1L << 11;

    /** SDM volume 2, "ModR/M and SIB Bytes": the order of their encoding. */
    private static final String[] ENCODED = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };

    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};

    final long[] registers = new long[ENCODED.length];
    final X86Segment[] segments = new X86Segment[SEGMENTS.length];
    X86Segment tr = new X86Segment();
    X86Segment ldt = new X86Segment();
    long rip;
    long rflags;
    final X86UndefinedFlags undefined = new X86UndefinedFlags();
    long gdtBase;
    long gdtLimit;
    long idtBase;
    long idtLimit;
    long cr0;
    long cr2;
    long cr3;
    long cr4;
    long cr8;
    long efer;
    long apicBase;

    X86State() {
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new X86Segment();
        }
    }

    void giveRegs(Region into, Struct layout) {
        undefined.given(rflags);
        for (Field field : layout.fields()) {
            into.putLong(field.offset(), register(field.name()));
        }
    }

    void takeRegs(Region from, Struct layout) {
        for (Field field : layout.fields()) {
            setRegister(field.name(), from.getLong(field.offset()));
        }
        undefined.taken(rflags);
    }

    private long register(String name) {
        return switch (name) {
            case "rip" -> rip;
            case "rflags" -> rflags;
            default -> registers[index(name)];
        };
    }

    void setRegister(String name, long value) {
        switch (name) {
            case "rip" -> rip = value;
            case "rflags" -> rflags = value | X86Flags.ALWAYS_ONE;
            default -> registers[index(name)] = value;
        }
    }

    private static int index(String name) {
        for (int i = 0; i < ENCODED.length; i++) {
            if (ENCODED[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no register " + name);
    }

    void giveSregs(Region into, Struct layout) {
        for (int i = 0; i < SEGMENTS.length; i++) {
            segments[i].give(into, layout, SEGMENTS[i]);
        }
        tr.give(into, layout, "tr");
        ldt.give(into, layout, "ldt");
        into.putLong(layout.offset("gdt.base"), gdtBase);
        into.putShort(layout.offset("gdt.limit"), (short) gdtLimit);
        into.putLong(layout.offset("idt.base"), idtBase);
        into.putShort(layout.offset("idt.limit"), (short) idtLimit);
        into.putLong(layout.offset("cr0"), cr0);
        into.putLong(layout.offset("cr2"), cr2);
        into.putLong(layout.offset("cr3"), cr3);
        into.putLong(layout.offset("cr4"), cr4);
        into.putLong(layout.offset("cr8"), cr8);
        into.putLong(layout.offset("efer"), efer);
        into.putLong(layout.offset("apic_base"), apicBase);
    }

    void takeSregs(Region from, Struct layout) {
        for (int i = 0; i < SEGMENTS.length; i++) {
            segments[i] = X86Segment.taken(from, layout, SEGMENTS[i]);
        }
        tr = X86Segment.taken(from, layout, "tr");
        ldt = X86Segment.taken(from, layout, "ldt");
        gdtBase = from.getLong(layout.offset("gdt.base"));
        gdtLimit = from.get(layout.offset("gdt.limit"), Short.BYTES);
        idtBase = from.getLong(layout.offset("idt.base"));
        idtLimit = from.get(layout.offset("idt.limit"), Short.BYTES);
        cr0 = from.getLong(layout.offset("cr0")) | CR0_ET;
        cr2 = from.getLong(layout.offset("cr2"));
        cr3 = from.getLong(layout.offset("cr3"));
        cr4 = from.getLong(layout.offset("cr4"));
        cr8 = from.getLong(layout.offset("cr8"));
        efer = from.getLong(layout.offset("efer"));
        apicBase = from.getLong(layout.offset("apic_base"));
    }

    boolean isProtected() {
        return (cr0 & CR0_PE) != 0;
    }

    boolean isPaged() {
        return (cr0 & CR0_PG) != 0;
    }

    boolean isLongMode() {
        return (efer & EFER_LMA) != 0;
    }

    /** SDM volume 3, "Code Segment Descriptor in 64-bit Mode": long mode with CS.L. */
    boolean is64() {
        return isLongMode() && segments[X86Segment.CS].long64;
    }

    /** SDM volume 3, "Privilege Levels"; KVM reads it from SS too. */
    int privilege() {
        return isProtected() ? segments[X86Segment.SS].dpl : 0;
    }

    /** Bytes of an operand without a prefix. */
    int operandBytes() {
        return is64() || isProtected() && segments[X86Segment.CS].big ? Integer.BYTES : Short.BYTES;
    }

    int addressBytes() {
        return is64() ? Long.BYTES : operandBytes();
    }

    /** The mask of the bits of RSP that count: SDM volume 1, "Stacks". */
    long stackMask() {
        return is64() ? -1 : segments[X86Segment.SS].big ? 0xffffffffL : 0xffff;
    }

    /** SDM volume 2, "ModR/M and SIB Bytes": without REX, 8-bit registers 4 to 7 are AH, CH, DH, BH. */
    long register(int number, int bytes, boolean rex) {
        return bytes == 1 && number >= 4 && !rex
                ? registers[number - 4] >> 8 & 0xff
                : registers[number] & X86Flags.mask(bytes);
    }

    /**
     * SDM volume 1, "General-Purpose Registers in 64-Bit Mode": a 32-bit result is extended by zeros, smaller ones
     * leave the rest.
     */
    void setRegister(int number, int bytes, boolean rex, long value) {
        if (bytes == 1 && number >= 4 && !rex) {
            registers[number - 4] = registers[number - 4] & ~0xff00L | (value & 0xff) << 8;
        } else if (bytes >= Integer.BYTES) {
            registers[number] = value & X86Flags.mask(bytes);
        } else {
            registers[number] = registers[number] & ~X86Flags.mask(bytes) | value & X86Flags.mask(bytes);
        }
    }
}
