package org.kvmsh.bindings.code;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Programs;

/**
 * The kind of instructions: an architecture in one of its modes and byte orders, with its names in GNU as, ld and
 * objdump and in libcapstone.
 *
 * <p>Sources: the binutils manual, "Machine Dependent Features" and ld's "-m"; capstone.h, cs_arch and cs_mode.
 */
public enum CodeMode {
    X86_16(
            Arch.X86_64,
            ByteOrder.LITTLE_ENDIAN,
            "x86_64-linux-gnu",
            List.of("--32"),
            "elf_i386",
            "i8086",
            3,
            1 << 1,
            1,
            15),
    X86_32(
            Arch.X86_64,
            ByteOrder.LITTLE_ENDIAN,
            "x86_64-linux-gnu",
            List.of("--32"),
            "elf_i386",
            "i386",
            3,
            1 << 2,
            1,
            15),
    X86_64(
            Arch.X86_64,
            ByteOrder.LITTLE_ENDIAN,
            "x86_64-linux-gnu",
            List.of("--64"),
            "elf_x86_64",
            "i386:x86-64",
            3,
            1 << 3,
            1,
            15),
    ARM64(
            Arch.ARM64,
            ByteOrder.LITTLE_ENDIAN,
            "aarch64-linux-gnu",
            List.of("-EL", "-march=all"),
            "aarch64linux",
            "aarch64",
            1,
            0,
            4,
            4),
    /** Code of an arm64 guest in AArch32 state. */
    A32(
            Arch.ARM64,
            ByteOrder.LITTLE_ENDIAN,
            "arm-linux-gnueabihf arm-linux-gnueabi",
            List.of("-EL", "-march=armv8-a", "-mfpu=crypto-neon-fp-armv8"),
            "armelf_linux_eabi",
            "arm",
            0,
            1 << 6,
            4,
            4),
    T32(
            Arch.ARM64,
            ByteOrder.LITTLE_ENDIAN,
            "arm-linux-gnueabihf arm-linux-gnueabi",
            List.of("-EL", "-march=armv8-a", "-mfpu=crypto-neon-fp-armv8", "-mthumb"),
            "armelf_linux_eabi",
            "arm",
            0,
            1 << 6 | 1 << 4,
            2,
            4),
    /** With register names, a register is r3 as in other texts on powerpc, and 3. */
    PPC64(
            Arch.PPC64,
            ByteOrder.BIG_ENDIAN,
            "powerpc64-linux-gnu powerpc64le-linux-gnu",
            List.of("-a64", "-mbig", "-mpower10", "-mregnames"),
            "elf64ppc",
            "powerpc:common64",
            4,
            1 << 3 | 1 << 31,
            4,
            8),
    PPC64LE(
            Arch.PPC64,
            ByteOrder.LITTLE_ENDIAN,
            "powerpc64le-linux-gnu powerpc64-linux-gnu",
            List.of("-a64", "-mlittle", "-mpower10", "-mregnames"),
            "elf64lppc",
            "powerpc:common64",
            4,
            1 << 3,
            4,
            8),
    /** Linker relaxation would move what the listing has placed. */
    RISCV64(
            Arch.RISCV64,
            ByteOrder.LITTLE_ENDIAN,
            "riscv64-linux-gnu",
            List.of("-mno-relax"),
            "elf64lriscv",
            "riscv:rv64",
            15,
            1 << 1 | 1 << 2,
            2,
            4),
    S390X(
            Arch.S390X,
            ByteOrder.BIG_ENDIAN,
            "s390x-linux-gnu",
            List.of("-m64"),
            "elf64_s390",
            "s390:64-bit",
            6,
            1 << 31,
            2,
            6);

    private final Arch arch;
    private final ByteOrder order;
    private final List<String> targets;
    private final List<String> options;
    private final String emulation;
    private final String bfd;
    private final int capstoneArch;
    private final int capstoneMode;
    private final int least;
    private final int most;

    /**
     * @param targets the binutils that can do it, the most likely first
     * @param emulation what ld calls it
     * @param bfd what objdump calls it
     * @param least bytes of the shortest instruction
     * @param most bytes of the longest
     */
    CodeMode(
            Arch arch,
            ByteOrder order,
            String targets,
            List<String> options,
            String emulation,
            String bfd,
            int capstoneArch,
            int capstoneMode,
            int least,
            int most) {
        this.arch = arch;
        this.order = order;
        this.targets = List.of(targets.split(" "));
        this.options = options;
        this.emulation = emulation;
        this.bfd = bfd;
        this.capstoneArch = capstoneArch;
        this.capstoneMode = capstoneMode;
        this.least = least;
        this.most = most;
    }

    /** The mode of a name as scripts write it: {@code ppc64le}. */
    public static Optional<CodeMode> named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst();
    }

    /**
     * The mode that a board's vCPUs are reset to, the first of its architecture and byte order; empty for an
     * architecture whose code kvmsh cannot assemble.
     */
    public static Optional<CodeMode> ofReset(Abi abi) {
        return Arrays.stream(values())
                .filter(mode -> mode.arch == abi.arch() && mode.order == abi.order())
                .findFirst();
    }

    public Arch arch() {
        return arch;
    }

    public ByteOrder order() {
        return order;
    }

    /** A program of the binutils or of GCC for this code; null if it is not installed. */
    Path program(Programs programs, String name) {
        for (String target : targets) {
            Path cross = programs.find(target + "-" + name);
            if (cross != null) {
                return cross;
            }
        }
        return isOfHost() ? programs.find(name) : null;
    }

    /** A program by the name that its package for this code gives it. */
    String cross(String name) {
        return targets.get(0) + "-" + name;
    }

    /**
     * The command that installs a package of programs on Debian, whose packages are named as the target, without its
     * underscore.
     */
    String install(String name) {
        return "apt-get install "
                + (isOfHost() ? name : name + "-" + targets.get(0).replace('_', '-'));
    }

    /** Whether the JVM's own processor has this code, so that its programs need no name of a target before theirs. */
    private boolean isOfHost() {
        String osArch = System.getProperty("os.arch");
        return targets.get(0).startsWith(osArch.equals("amd64") ? "x86_64-" : osArch.replace("ppc", "powerpc") + "-");
    }

    List<String> options() {
        return options;
    }

    /** Directives in the text for as. */
    String directive() {
        return switch (this) {
            case X86_16 -> ".code16; ";
            case A32, T32 -> ".syntax unified; ";
            default -> "";
        };
    }

    String emulation() {
        return emulation;
    }

    String bfd() {
        return bfd;
    }

    int capstoneArch() {
        return capstoneArch;
    }

    int capstoneMode() {
        return capstoneMode;
    }

    /** Bytes of the shortest instruction; longer ones are a multiple. */
    public int least() {
        return least;
    }

    /** The maximum size in bytes of this many instructions. */
    public int most(int instructions) {
        return instructions * most;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
