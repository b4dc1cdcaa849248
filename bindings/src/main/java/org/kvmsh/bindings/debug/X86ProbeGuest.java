package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * 32-bit protected mode with flat segments (Intel SDM volume 3, "Switching to Protected Mode"). Without an IDT any
 * exception is a shutdown.
 */
final class X86ProbeGuest implements ProbeGuest {
    private static final int CODE = 0x1000;
    private static final int DATA = 0x2000;
    private static final int SIZE = 0x3000;
    /** nop; nop; movb $1, 0x2000; hlt. */
    private static final byte[] INSTRUCTIONS = {
        (byte) 0x90, (byte) 0x90, (byte) 0xc6, 0x05, 0x00, 0x20, 0x00, 0x00, 0x01, (byte) 0xf4
    };

    private static final String[] SEGMENTS = {"cs", "ds", "es", "fs", "gs", "ss"};
    private static final long LIMIT = 0xffffffffL;
    /** Intel SDM volume 3, "Code- and Data-Segment Types": execute and read, read and write, each accessed. */
    private static final int CODE_TYPE = 11;

    private static final int DATA_TYPE = 3;
    private static final int CODE_SELECTOR = 8;
    private static final int DATA_SELECTOR = 16;
    private static final long CR0_PE = 1;
    private static final long RFLAGS_ALWAYS_ONE = 1 << 1;

    @Override
    public byte[] memory() {
        byte[] memory = new byte[SIZE];
        System.arraycopy(INSTRUCTIONS, 0, memory, CODE, INSTRUCTIONS.length);
        return memory;
    }

    @Override
    public long instruction() {
        return CODE + 1;
    }

    @Override
    public long written() {
        return DATA;
    }

    @Override
    public void start(Vm vm, Vcpu vcpu) {
        vcpu.changeSregs(sregs -> {
            for (String name : SEGMENTS) {
                boolean code = name.equals("cs");
                sregs.set(name + ".base", 0)
                        .set(name + ".limit", LIMIT)
                        .set(name + ".selector", code ? CODE_SELECTOR : DATA_SELECTOR)
                        .set(name + ".type", code ? CODE_TYPE : DATA_TYPE)
                        .set(name + ".present", 1)
                        .set(name + ".dpl", 0)
                        .set(name + ".s", 1)
                        .set(name + ".l", 0)
                        .set(name + ".db", 1)
                        .set(name + ".g", 1);
            }
            sregs.set("idt.base", 0).set("idt.limit", 0).set("cr0", sregs.get("cr0") | CR0_PE);
        });
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.setRegs(regs.set("rip", CODE).set("rflags", RFLAGS_ALWAYS_ONE)).get();
        }
    }
}
