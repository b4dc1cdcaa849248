package org.kvmsh.dsl.compare;

import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/**
 * The state that KVM_RUN left in kvm_run: the fields before the union, and the part of it that the exit's reason fills.
 * After an errno it is unchanged (api.rst 5), except for KVM_EXIT_MEMORY_FAULT.
 */
final class RecordedExit {
    private static final Set<Integer> WITH_MEMORY_FAULT =
            Set.of(-Errno.EFAULT.number(), -Errno.of("EHWPOISON").number());
    private static final String DATA = ".data";
    /** Intel SDM volume 3, "Exception and Interrupt Vectors": #BP. */
    private static final int BREAKPOINT = 3;

    private final TracedCall call;
    private final Abi abi;
    private final Struct layout;
    private final Region run;

    RecordedExit(TracedCall call, Abi abi) {
        this.call = call;
        this.abi = abi;
        this.layout = abi.struct("kvm_run");
        this.run = Bytes.of(call.memory().get(0).out(), abi);
    }

    void into(Map<String, String> named) {
        int reason = run.getInt(layout.offset("exit_reason"));
        boolean exit = call.answer() == 0
                || WITH_MEMORY_FAULT.contains(call.answer()) && reason == abi.constant("KVM_EXIT_MEMORY_FAULT");
        if (!exit) {
            return;
        }
        Constant constant = ExitReasons.numbered(abi, reason);
        int union = layout.offset("internal.suberror");
        for (Field field : layout.fields()) {
            if (field.offset() < union
                    && !field.name().startsWith("padding")
                    && !field.name().equals("immediate_exit")) {
                named.put(
                        field.name(),
                        field.name().equals("exit_reason") && constant != null
                                ? constant.name()
                                : CallAnswers.number(Bytes.value(field, 0, run)));
            }
        }
        String part = constant == null ? null : ExitReasons.part(abi, constant.name());
        if (part != null && layout.has(part)) {
            part(part, named);
        }
        if (reason == abi.constant("KVM_EXIT_IO")
                && run.getByte(layout.offset("io.direction")) == abi.constant("KVM_EXIT_IO_OUT")) {
            call.memory().stream()
                    .skip(1)
                    .filter(piece -> piece.out() != null)
                    .map(Piece::out)
                    .forEach(values -> named.put("io" + DATA, Bytes.hex(values)));
        }
    }

    private void part(String part, Map<String, String> named) {
        for (Field field : layout.fields()) {
            boolean own = field.name().equals(part) || field.name().startsWith(part + ".");
            if (own && !field.name().matches(".*\\.(pad\\d*|padding.*|reserved.*)") && !isOurs(field.name())) {
                int count = Math.min(field.count(), used(part, field));
                for (int i = 0; i < count; i++) {
                    named.put(
                            field.name() + (field.count() > 1 ? "[" + i + "]" : ""),
                            CallAnswers.number(Bytes.value(field, i, run)));
                }
            }
        }
    }

    /**
     * Fields that user space fills in are random, and so are those that KVM leaves alone: of an int3 it only reports
     * the address (arch/x86/kvm/svm/svm.c, bp_interception).
     */
    private boolean isOurs(String name) {
        return switch (name) {
            case "papr_hcall.ret", "hypercall.ret", "riscv_sbi.ret", "msr.error" -> true;
            case "mmio.data" -> run.getByte(layout.offset("mmio.is_write")) == 0;
            case "debug.arch.dr6", "debug.arch.dr7" -> run.getInt(layout.offset("debug.arch.exception")) == BREAKPOINT;
            case "msr.data" -> run.getInt(layout.offset("exit_reason")) == abi.constant("KVM_EXIT_X86_RDMSR");
            default -> false;
        };
    }

    /** The number of elements of an array, from the exit's other fields. */
    private int used(String part, Field field) {
        if (field.name().equals("mmio.data")) {
            return run.getInt(layout.offset("mmio.len"));
        }
        return field.name().equals(part + DATA) && layout.has(part + ".ndata")
                ? run.getInt(layout.offset(part + ".ndata"))
                : Integer.MAX_VALUE;
    }
}
