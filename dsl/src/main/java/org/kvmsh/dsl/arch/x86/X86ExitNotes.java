package org.kvmsh.dsl.arch.x86;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;

/**
 * Explains x86's exits: the numbers of VMX and SVM, what KVM's emulator could not do, and how a triple fault happened.
 */
final class X86ExitNotes implements ExitNotes {
    private static final String LOGGED =
            "to have the kernel log the VMCS or VMCB, set kvm_intel.dump_invalid_vmcs=Y or kvm_amd.dump_invalid_vmcb=Y";
    /**
     * The index at which prepare_emulation_failure_exit puts the hardware's exit reason: behind the flags, and behind
     * the instruction bytes where there are any (arch/x86/kvm/x86.c).
     */
    private static final int AFTER_FLAGS = 1;

    private static final int AFTER_BYTES = 3;

    @Override
    public List<String> values(Abi abi, String exit) {
        return !exit.equals("KVM_EXIT_FAIL_ENTRY")
                ? List.of()
                : Stream.concat(HardwareExit.ofEntries().stream().map(X86ExitNotes::refused), Stream.of(LOGGED))
                        .toList();
    }

    private static String refused(HardwareExit entry) {
        return entry.refusal() + (entry.cause().isEmpty() ? "" : ": " + entry.cause());
    }

    @Override
    public List<String> of(Abi abi, Exit exit, CodeMode mode) {
        if (exit instanceof Exit.FailEntry entry) {
            return List.of(
                    HardwareExit.ofEntry(entry.hardwareReason())
                            .map(X86ExitNotes::refused)
                            .orElse("hardware exit reason 0x" + Long.toHexString(entry.hardwareReason())
                                    + " is not a VMX or SVM exit reason that kvmsh knows"),
                    LOGGED);
        }
        return exit instanceof Exit.InternalError error ? internalError(abi, error, mode) : List.of();
    }

    private static List<String> internalError(Abi abi, Exit.InternalError error, CodeMode mode) {
        long[] data = error.data();
        List<String> lines = new ArrayList<>();
        switch (error.suberrorName()) {
            case "emulation" -> {
                lines.add(
                        error.instruction().length == 0
                                ? "KVM reported no instruction bytes: it could not fetch the instruction, or could not"
                                        + " emulate a task switch"
                                : "KVM could not emulate " + instruction(mode, error.instruction()));
                hardware(abi, data, error.instruction().length == 0 ? AFTER_FLAGS : AFTER_BYTES, lines);
            }
            case "simul_ex" -> {
                EventWord.at(data, 0).ifPresent(event -> lines.add("being delivered: " + event.text(abi)));
                EventWord.at(data, 1).ifPresent(event -> lines.add("intercepted meanwhile: " + event.text(abi)));
            }
            case "delivery_ev" -> {
                EventWord.at(data, 0).ifPresent(event -> lines.add("being delivered: " + event.text(abi)));
                hardware(abi, data, 1, lines);
            }
            case "unexpected_exit_reason" -> hardware(abi, data, 0, lines);
            default -> {}
        }
        return lines;
    }

    private static void hardware(Abi abi, long[] data, int at, List<String> into) {
        if (at < data.length) {
            long vector = HardwareExit.svmException(data[at]);
            String names = Stream.concat(
                            HardwareExit.ofExit(data[at]).stream().map(HardwareExit::toString),
                            vector < 0 ? Stream.of() : Stream.of("SVM exception " + Vectors.text(abi, vector)))
                    .collect(Collectors.joining(", or "));
            if (!names.isEmpty()) {
                into.add("hardware exit reason 0x" + Long.toHexString(data[at]) + ": " + names);
            }
        }
    }

    /**
     * {@code 0f fe c8, paddd %mm0, %mm1}: the first instruction of the bytes; all of them where the system cannot
     * disassemble.
     */
    private static String instruction(CodeMode mode, byte... bytes) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        if (mode == null) {
            return hex.formatHex(bytes);
        }
        Instruction first =
                new Disassembler().disassemble(mode, 0, bytes).instructions().get(0);
        return first.mnemonic().isEmpty() ? hex.formatHex(bytes) : hex.formatHex(first.bytes()) + ", " + first.text();
    }

    private static boolean isSseOff(Vcpu vcpu, byte... instruction) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            return SseCode.isOff(sregs, instruction);
        }
    }

    @Override
    public List<String> of(StoppedVcpu stopped) {
        List<String> tables = OverwrittenTables.lines(stopped);
        return tables.isEmpty()
                ? ofState(stopped)
                : Stream.concat(tables.stream(), ofState(stopped).stream()).toList();
    }

    private static List<String> ofState(StoppedVcpu stopped) {
        if (stopped.isAt("shutdown")) {
            return TripleFault.lines(stopped);
        }
        if (stopped.exit() == null && stopped.errno() == 0) {
            return RealModeStorm.lines(stopped);
        }
        if (stopped.exit() instanceof Exit.InternalError error && isSseOff(stopped.vcpu(), error.instruction())) {
            return List.of(SseCode.WHY);
        }
        // In the end the stack overwrites the guest's code.
        List<String> storm = stopped.exit() instanceof Exit.InternalError ? RealModeStorm.lines(stopped) : List.of();
        if (!storm.isEmpty()) {
            return storm;
        }
        boolean fetched = !(stopped.exit() instanceof Exit.InternalError error)
                || !error.suberrorName().equals("emulation")
                || error.instruction().length > 0;
        return fetched || stopped.code() != null
                ? List.of()
                : List.of(
                        "pc 0x" + Long.toHexString(stopped.pc()) + " is not in any memslot: there is no code to fetch");
    }
}
