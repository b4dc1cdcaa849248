package org.kvmsh.bindings.abi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A processor architecture that has a KVM, with the names and numbers by which others know it; what kvmsh does for one
 * is in the rooms of dsl.arch.
 *
 * <p>Sources: the kernel's directories below arch; api.rst 4.68 for the constants of one-reg ids; elf.h for the
 * machines.
 */
public enum Arch {
    X86_64("x86", "x86", "KVM_REG_X86", List.of(), 3, 62),
    ARM64("arm", "arm64", "KVM_REG_ARM64", List.of(), 183),
    PPC64("powerpc", "powerpc", "KVM_REG_PPC", List.of("KVM_VM_PPC_HV", "KVM_VM_PPC_PR"), 20, 21),
    RISCV64("riscv", "riscv", "KVM_REG_RISCV", List.of(), 243),
    S390X("s390", "s390", "KVM_REG_S390", List.of(), 22),
    MIPS64("mips", "mips", "KVM_REG_MIPS", List.of()),
    LOONGARCH64("loongarch", "loongarch", "KVM_REG_LOONGARCH", List.of(), 258),
    ARM("arm", "arm", "KVM_REG_ARM", List.of(), 40);

    private final String family;
    private final String kernelFolder;
    private final String oneRegs;
    private final List<String> vmTypes;
    private final List<Integer> elfMachines;

    /**
     * @param family with those of other word sizes
     * @param kernelFolder below arch/ of the kernel's source
     * @param oneRegs the constant with the architecture bits of its one-reg ids
     * @param vmTypes the constants for the type of KVM_CREATE_VM that depend on the kernel
     * @param elfMachines the values of e_machine in ELF files for its processors
     */
    Arch(String family, String kernelFolder, String oneRegs, List<String> vmTypes, Integer... elfMachines) {
        this.family = family;
        this.kernelFolder = kernelFolder;
        this.oneRegs = oneRegs;
        this.vmTypes = vmTypes;
        this.elfMachines = List.of(elfMachines);
    }

    /** The architecture's name as boards and messages spell it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name that the architecture shares with those of other word sizes: arm of arm64. */
    public String family() {
        return family;
    }

    /** The directory of its code below arch/ in the kernel's source. */
    public String kernelFolder() {
        return kernelFolder;
    }

    /** The constant that marks the ids of its one-regs. */
    public String oneRegs() {
        return oneRegs;
    }

    /** The types of VM, by their constants, that depend on the kernel; KVM_CREATE_VM shows which it has. */
    public List<String> vmTypes() {
        return vmTypes;
    }

    /**
     * The architecture whose processors run ELF files of a machine type.
     *
     * @param machine e_machine
     * @return null for one that has no KVM
     */
    public static Arch ofElf(int machine) {
        return Arrays.stream(values())
                .filter(arch -> arch.elfMachines.contains(machine))
                .findFirst()
                .orElse(null);
    }

    /** The architecture of a table: powerpc has one for each byte order. */
    static Arch ofTable(String table) {
        return table.equals("ppc64le") ? PPC64 : valueOf(table.toUpperCase(Locale.ROOT));
    }
}
