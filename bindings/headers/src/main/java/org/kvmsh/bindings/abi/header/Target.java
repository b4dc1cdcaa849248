package org.kvmsh.bindings.abi.header;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * The properties of an architecture that a compiler predefines.
 *
 * @param name its table's name
 * @param headers the directory below lib/linux/uapi of Debian's linux-libc-dev
 * @param longBytes bytes of long and of a pointer
 * @param predefined the macros that headers test
 * @param note the note in the head of its table if the release has no asm/kvm.h for it and kvmsh keeps one; otherwise
 *     empty
 */
public record Target(
        String name,
        String headers,
        ByteOrder order,
        int longBytes,
        boolean charSigned,
        Map<String, String> predefined,
        String note) {
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static final String ARM_NOTE =
            "32-bit ARM's own asm/kvm.h was removed in Linux 5.7; this ABI has only the lines of that file that appear"
                    + " as context in \"[PATCH v3 01/13] KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl\", 2012-10-22.";

    Target(
            String name,
            String headers,
            ByteOrder order,
            int longBytes,
            boolean charSigned,
            Map<String, String> predefined) {
        this(name, headers, order, longBytes, charSigned, predefined, "");
    }

    /** Every architecture whose kernel has KVM, powerpc in both byte orders, and 32-bit ARM, whose kernel had it. */
    public static final List<Target> ALL = List.of(
            new Target("x86_64", "x86", LITTLE, 8, true, Map.of("__x86_64__", "1")),
            new Target("arm64", "arm64", LITTLE, 8, false, Map.of("__aarch64__", "1")),
            new Target(
                    "ppc64",
                    "powerpc",
                    BIG,
                    8,
                    false,
                    Map.of("__powerpc64__", "1", "__powerpc__", "1", "__BIG_ENDIAN__", "1")),
            new Target(
                    "ppc64le",
                    "powerpc",
                    LITTLE,
                    8,
                    false,
                    Map.of("__powerpc64__", "1", "__powerpc__", "1", "__LITTLE_ENDIAN__", "1")),
            new Target("riscv64", "riscv", LITTLE, 8, false, Map.of("__riscv", "1", "__riscv_xlen", "64")),
            new Target("s390x", "s390", BIG, 8, false, Map.of("__s390x__", "1", "__s390__", "1")),
            new Target(
                    "mips64",
                    "mips",
                    BIG,
                    8,
                    true,
                    Map.of("__mips__", "1", "_MIPS_SZLONG", "64", "_MIPS_SIM", "3", "__MIPSEB__", "1")),
            new Target(
                    "loongarch64",
                    "loongarch",
                    LITTLE,
                    8,
                    true,
                    Map.of("__loongarch__", "1", "__loongarch_grlen", "64", "__SIZEOF_LONG__", "8")),
            new Target("arm", "arm", LITTLE, 4, false, Map.of("__arm__", "1", "__ARM_EABI__", "1"), ARM_NOTE));

    static Target of(String table) {
        return ALL.stream()
                .filter(target -> target.name().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no known compiler for " + table));
    }

    /** Whether the release has an asm/kvm.h of it. */
    boolean isWhole() {
        return note.isEmpty();
    }

    boolean bigEndian() {
        return order == BIG;
    }
}
