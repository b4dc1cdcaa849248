package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The reason of an x86 processor for a VM exit, or for a failed entry; {@code hardware-exits.tsv} lists all.
 *
 * @param kind {@code vmx} for VMX's exit reasons, {@code vmxerr} for its VM-instruction errors, {@code svm} for SVM's
 *     exit codes
 * @param number as reported by the kernel, without a failed entry's flag
 * @param cause the usual cause of a failed entry; otherwise empty
 */
record HardwareExit(String kind, String name, long number, String cause) {
    private static final String VMX = "vmx";
    private static final String VMX_ERROR = "vmxerr";
    private static final String SVM = "svm";
    /** The basic exit reason (Intel SDM volume 3, "Basic VM-Exit Information"). */
    private static final long BASIC = 0xffff;

    private static final long WORD = 0xffffffffL;

    /** The table is read at first use. */
    private static final class Table {
        private static final List<HardwareExit> ALL = TsvTable.rows(HardwareExit.class, "hardware-exits.tsv").stream()
                .map(row -> new HardwareExit(row[0], row[1], Long.decode(row[2]), row[3].equals("-") ? "" : row[3]))
                .toList();
    }

    /**
     * Why an entry failed, from KVM_EXIT_FAIL_ENTRY's number: VMX sets a flag, SVM reports -1, and the rest are errors
     * of VMLAUNCH and VMRESUME.
     */
    static Optional<HardwareExit> ofEntry(long reason) {
        if ((int) reason == error().number()) {
            return Optional.of(error());
        }
        return (reason & flag("VMX_EXIT_REASONS_FAILED_VMENTRY")) != 0
                ? numbered(VMX, reason & BASIC)
                : numbered(VMX_ERROR, reason & WORD);
    }

    /**
     * Why a guest left the processor: VMX's name and SVM's, if there are any; KVM does not report which of them it
     * uses.
     */
    static List<HardwareExit> ofExit(long reason) {
        return Stream.of(
                        numbered(VMX, reason & BASIC)
                                .filter(vmx -> (reason & WORD & ~flag("VMX_EXIT_REASONS_FAILED_VMENTRY")) <= BASIC),
                        numbered(SVM, reason))
                .flatMap(Optional::stream)
                .toList();
    }

    /** All that an entry can be refused with and whose usual cause is known. */
    static List<HardwareExit> ofEntries() {
        return Table.ALL.stream().filter(exit -> !exit.cause.isEmpty()).toList();
    }

    /** The vector of an exception that SVM intercepted; -1 for another exit code. */
    static long svmException(long code) {
        long first = flag("SVM_EXIT_EXCP_BASE");
        return code >= first && code <= flag("SVM_EXIT_LAST_EXCP") ? code - first : -1;
    }

    private static HardwareExit error() {
        return named("SVM_EXIT_ERR");
    }

    private static long flag(String name) {
        return named(name).number();
    }

    private static HardwareExit named(String name) {
        return Table.ALL.stream()
                .filter(exit -> exit.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<HardwareExit> numbered(String kind, long number) {
        return Table.ALL.stream()
                .filter(exit -> exit.kind.equals(kind) && exit.number == number)
                .findFirst();
    }

    /** The number as in KVM_EXIT_FAIL_ENTRY: {@code 0x80000021}. */
    private String entryNumber() {
        return "0x"
                + Long.toHexString(kind.equals(VMX) ? number | flag("VMX_EXIT_REASONS_FAILED_VMENTRY") : number & WORD);
    }

    /** {@code VMX, EXIT_REASON_INVALID_STATE (0x80000021)}. */
    String refusal() {
        return technology() + ", " + name + " (" + entryNumber() + ")";
    }

    /** {@code VMX EXIT_REASON_EPT_VIOLATION}. */
    @Override
    public String toString() {
        return technology() + " " + name;
    }

    private String technology() {
        return kind.equals(SVM) ? "SVM" : kind.equals(VMX_ERROR) ? "VMX VM-instruction error" : "VMX";
    }
}
