package org.kvmsh.bindings.abi;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The constants that are exit reasons, and the part of struct kvm_run that each one fills. */
public final class ExitReasons {
    /** The prefix of the names of exit reasons. */
    public static final String PREFIX = "KVM_EXIT_";

    private static final AbiTable PARTS = AbiTable.resource("exits");

    private ExitReasons() {}

    /** Every exit reason of an ABI, by number. */
    public static List<Constant> of(Abi abi) {
        return abi.exitReasons();
    }

    /** Compares each pair of names, so an ABI does it once. */
    static List<Constant> found(Abi abi) {
        Collection<Constant> named = abi.constants().stream()
                .filter(c -> c.name().startsWith(PREFIX))
                .toList();
        return named.stream()
                .filter(c -> named.stream().noneMatch(other -> isValueInside(c, other)))
                .sorted(Comparator.comparingLong(Constant::value))
                .toList();
    }

    /**
     * KVM_EXIT_IO_OUT is not an exit reason: its name extends that of KVM_EXIT_IO, and it is a value within that exit.
     */
    private static boolean isValueInside(Constant constant, Constant exit) {
        return constant.name().startsWith(exit.name() + "_");
    }

    /**
     * The exit reason of a number; null for one that the ABI does not have.
     *
     * @param number kvm_run.exit_reason
     */
    public static Constant numbered(Abi abi, long number) {
        return of(abi).stream()
                .filter(reason -> reason.value() == number)
                .findFirst()
                .orElse(null);
    }

    /** {@code x86_rdmsr} of KVM_EXIT_X86_RDMSR. */
    public static String shortName(Constant reason) {
        return shortName(reason.name());
    }

    /**
     * The name without its prefix, in small letters.
     *
     * @param exit such as KVM_EXIT_X86_RDMSR
     */
    public static String shortName(String exit) {
        return exit.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /**
     * The short name of a reason's number; null for one that the ABI does not have.
     *
     * @param number kvm_run.exit_reason
     */
    public static String shortName(Abi abi, long number) {
        Constant reason = numbered(abi, number);
        return reason == null ? null : shortName(reason);
    }

    /**
     * A sentence that describes an exit reason, without its period; null for one that kvmsh does not know.
     *
     * @param exit such as KVM_EXIT_IO
     */
    public static String sentence(String exit) {
        String[] line = PARTS.line("says", exit);
        return line == null ? null : line[2];
    }

    /**
     * The member of struct kvm_run that an exit reason fills, or null; those of patches are left out.
     *
     * @param exit such as KVM_EXIT_IO
     */
    public static String part(String exit) {
        String[] line = PARTS.line("part", exit);
        return line == null ? null : line[2];
    }

    /**
     * The member of struct kvm_run that an exit reason of an ABI fills, also that of a patch; null if it fills none.
     *
     * @param exit such as KVM_EXIT_IO
     */
    public static String part(Abi abi, String exit) {
        String known = part(exit);
        return known == null ? abi.patchedPart(exit) : known;
    }

    /**
     * The advice on what an exit reason asks of user space; null for one that kvmsh does not know.
     *
     * @param exit such as KVM_EXIT_IO
     */
    public static ExitAdvice advice(String exit) {
        String[] line = PARTS.line("asks", exit);
        return line == null ? null : ExitAdvice.of(line);
    }

    /** The meaning of a constant that is a value inside an exit; null for any other. */
    public static ExitValue value(String constant) {
        String[] line = PARTS.line("value", constant);
        return line == null ? null : new ExitValue(line[1], line[2], line[3], line[4]);
    }

    /**
     * The constants that are values inside an exit, as far as an ABI has them.
     *
     * @param exit such as KVM_EXIT_IO
     */
    public static List<ExitValue> values(Abi abi, String exit) {
        return PARTS.names("value").stream()
                .filter(abi::hasConstant)
                .map(ExitReasons::value)
                .filter(value -> value.exit().equals(exit))
                .toList();
    }
}
