package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/** Descriptions of exits in kvm_run, and the return of their answers: api.rst 5, "The kvm_run structure". */
final class X86Exits {
    /** The offset of the bytes of programmed IO on x86: KVM_PIO_PAGE_OFFSET pages into kvm_run. */
    private static final int PIO_DATA = 0x1000;

    /**
     * The numbers of internal.data's values for flags, the instruction's bytes, and the processor's details of the
     * exit.
     */
    private static final int FLAGS = 1;

    private static final int CODE = 2;
    private static final byte NOP = (byte) 0x90;

    private final Abi abi;
    private final Struct layout;
    private final X86State state;
    private final X86Outside outside;
    private final X86Debug debug;
    private final X86Processor processor;

    X86Exits(Abi abi, X86State state, X86Outside outside, X86Debug debug, X86Processor processor) {
        this.abi = abi;
        this.layout = abi.struct("kvm_run");
        this.state = state;
        this.outside = outside;
        this.debug = debug;
        this.processor = processor;
    }

    /** Completes a waiting instruction with user space's answer; so does immediate_exit. */
    X86Processor.Stop complete(Region run) {
        X86Access wanted = outside.wanted();
        if (wanted == null) {
            return outside.hasWritten() ? X86Processor.Stop.ACCESS : X86Processor.Stop.NOT_YET;
        }
        switch (wanted.kind()) {
            case IN, INS -> {
                for (int i = 0; i < wanted.count(); i++) {
                    outside.answer(run.get(PIO_DATA + (long) i * wanted.bytes(), wanted.bytes()));
                }
            }
            case MMIO_READ -> outside.answer(run.getLong(layout.offset("mmio.data")) & X86Flags.mask(wanted.bytes()));
            default -> {
                if (run.getByte(layout.offset("msr.error")) != 0) {
                    outside.refuse();
                } else {
                    outside.answer(run.getLong(layout.offset("msr.data")));
                }
            }
        }
        outside.answered();
        return processor.step();
    }

    boolean leavesAtOnce(Region run) {
        boolean wanted = run.getByte(layout.offset("immediate_exit")) != 0;
        run.putByte(layout.offset("immediate_exit"), (byte) 0);
        return wanted;
    }

    void tell(X86Processor.Stop stop, Region run) {
        tellState(run);
        switch (stop) {
            case HLT -> reason(run, "KVM_EXIT_HLT");
            case ACCESS -> access(run, outside.next());
            case DEBUG -> {
                reason(run, "KVM_EXIT_DEBUG");
                debug.tell(run, layout, processor.linear(), processor.system().control().dr7);
            }
            case SHUTDOWN -> reason(run, "KVM_EXIT_SHUTDOWN");
            default -> {
                reason(run, "KVM_EXIT_INTERNAL_ERROR");
                run.putInt(layout.offset("internal.suberror"), (int) abi.constant("KVM_INTERNAL_ERROR_EMULATION"));
                tellCode(run);
            }
        }
    }

    /**
     * The bytes of the instruction, and no exit information of a processor's: arch/x86/kvm/x86.c,
     * prepare_emulation_failure_exit.
     */
    private void tellCode(Region run) {
        int most = layout.field("emulation_failure.insn_bytes").count();
        byte[] code = processor.memory().code(state.rip, most);
        int words = code.length == 0 ? FLAGS : FLAGS + CODE;
        run.putLong(
                layout.offset("emulation_failure.flags"),
                code.length == 0 ? 0 : abi.constant("KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES"));
        run.putInt(layout.offset("emulation_failure.ndata"), words);
        if (code.length != 0) {
            run.putByte(layout.offset("emulation_failure.insn_size"), (byte) code.length);
            for (int i = 0; i < most; i++) {
                run.putByte(layout.offset("emulation_failure.insn_bytes") + i, i < code.length ? code[i] : NOP);
            }
        }
    }

    /** The vCPU state in every exit: arch/x86/kvm/x86.c, post_kvm_run_save. */
    void tellState(Region run) {
        boolean enabled = (state.rflags & X86Flags.INTERRUPT) != 0;
        run.putByte(layout.offset("if_flag"), (byte) (enabled ? 1 : 0));
        run.putByte(layout.offset("ready_for_interrupt_injection"), (byte) (enabled ? 1 : 0));
        run.putLong(layout.offset("cr8"), state.cr8);
        run.putLong(layout.offset("apic_base"), state.apicBase);
    }

    private void access(Region run, X86Access access) {
        switch (access.kind()) {
            case IN, INS -> port(run, access, "KVM_EXIT_IO_IN");
            case OUT -> {
                port(run, access, "KVM_EXIT_IO_OUT");
                run.put(PIO_DATA, access.bytes(), access.value());
            }
            case MMIO_READ, MMIO_WRITE -> {
                boolean write = access.kind() == X86Access.Kind.MMIO_WRITE;
                reason(run, "KVM_EXIT_MMIO");
                run.putLong(layout.offset("mmio.phys_addr"), access.at());
                run.putInt(layout.offset("mmio.len"), access.bytes());
                run.putByte(layout.offset("mmio.is_write"), (byte) (write ? 1 : 0));
                for (int i = 0; write && i < access.bytes(); i++) {
                    run.putByte(layout.offset("mmio.data") + i, (byte) (access.value() >>> i * Byte.SIZE));
                }
            }
            default -> {
                reason(run, access.kind() == X86Access.Kind.RDMSR ? "KVM_EXIT_X86_RDMSR" : "KVM_EXIT_X86_WRMSR");
                run.putByte(layout.offset("msr.error"), (byte) 0);
                run.putInt(layout.offset("msr.reason"), (int) abi.constant(
                        processor.system().reason((int) access.at(), access.kind() == X86Access.Kind.WRMSR)));
                run.putInt(layout.offset("msr.index"), (int) access.at());
                run.putLong(layout.offset("msr.data"), access.value());
            }
        }
    }

    private void port(Region run, X86Access access, String direction) {
        reason(run, "KVM_EXIT_IO");
        run.putByte(layout.offset("io.direction"), (byte) abi.constant(direction));
        run.putByte(layout.offset("io.size"), (byte) access.bytes());
        run.putShort(layout.offset("io.port"), (short) access.at());
        run.putInt(layout.offset("io.count"), access.count());
        run.putLong(layout.offset("io.data_offset"), PIO_DATA);
    }

    private void reason(Region run, String name) {
        run.putInt(layout.offset("exit_reason"), (int) abi.constant(name));
    }
}
