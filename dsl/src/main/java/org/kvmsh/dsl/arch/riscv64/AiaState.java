package org.kvmsh.dsl.arch.riscv64;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The state of an AIA that can be read and set again: the APLIC's registers, and each vCPU's interrupt file in its
 * IMSIC. Sources: arch/riscv/kvm/aia_aplic.c, aplic_mmio_read_offset and aplic_mmio_write_offset;
 * arch/riscv/kvm/aia_imsic.c, imsic_mrif_rmw. The registers are those of "The RISC-V Advanced Interrupt Architecture",
 * 4.5 and 3.8.
 */
record AiaState(SavedAttributes saved, Abi abi) {
    static final String CONFIG = "KVM_DEV_RISCV_AIA_CONFIG_";
    private static final int REGISTER = Integer.BYTES;

    private static final long DOMAINCFG = 0;
    /** The offset of interrupt line 1's register; there is no line 0. */
    static final long SOURCECFG = 0x4;

    static final long SETIP = 0x1c00;
    private static final long CLRIP = 0x1d00;
    static final long SETIE = 0x1e00;
    private static final long CLRIE = 0x1f00;
    /** What is written to it is sent as a message; what reads it gets it back. */
    private static final long GENMSI = 0x3000;

    static final long TARGET = 0x3004;
    private static final long ALL = 0xffffffffL;

    private static final long EIDELIVERY = 0x70;
    private static final long EITHRESHOLD = 0x72;
    static final long EIP = 0x80;
    static final long EIE = 0xc0;

    /** The state of the VM's AIAs; none that is not initialized: that needs a vCPU. */
    static List<SavedPart> of(Bringup made) {
        Vm vm = made.vm();
        Abi abi = vm.kernel().abi();
        List<SavedPart> parts = new ArrayList<>();
        vm.devices().forEach((fd, type) -> {
            if (type == abi.constant("KVM_DEV_TYPE_RISCV_AIA") && !made.vcpus().isEmpty()) {
                SavedAttributes saved = attributes(vm, fd);
                new AiaState(saved, abi).read(made);
                parts.add(saved);
            }
        });
        return parts;
    }

    /** The attributes of the VM's AIA. */
    static SavedAttributes attributes(Vm vm, int fd) {
        return new SavedAttributes("AIA", "KVM_DEV_RISCV_AIA_GRP_", vm, fd);
    }

    private void read(Bringup made) {
        Long lines = saved.read("CONFIG", abi.constant(CONFIG + "SRCS"), REGISTER);
        Long ids = saved.read("CONFIG", abi.constant(CONFIG + "IDS"), REGISTER);
        if (lines == null || ids == null) {
            return;
        }
        if (lines > 0) {
            aplic(lines);
        }
        // After the APLIC: a message that it sent while it was changed is not left in them.
        for (int id : made.vcpus().keySet()) {
            imsic((long) id << abi.constant("KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS"), ids / Long.SIZE + 1);
        }
    }

    /**
     * It is off until all is set, since each write of one of its registers sends the messages of pending interrupts.
     */
    private void aplic(long lines) {
        long words = lines / Integer.SIZE + 1;
        saved.write("APLIC", DOMAINCFG, REGISTER, 0);
        for (long word = 0; word < words; word++) {
            saved.write("APLIC", CLRIE + word * REGISTER, REGISTER, ALL);
            saved.write("APLIC", CLRIP + word * REGISTER, REGISTER, ALL);
        }
        for (long line = 0; line < lines; line++) {
            saved.keep("APLIC", SOURCECFG + line * REGISTER, REGISTER);
            saved.keep("APLIC", TARGET + line * REGISTER, REGISTER);
        }
        for (long word = 0; word < words; word++) {
            saved.keep("APLIC", SETIP + word * REGISTER, REGISTER);
            saved.keep("APLIC", SETIE + word * REGISTER, REGISTER);
        }
        saved.keep("APLIC", DOMAINCFG, REGISTER);
        saved.keep("APLIC", GENMSI, REGISTER);
        saved.lacks("the levels of the APLIC's interrupt lines, which no device attribute can set"
                + " (arch/riscv/kvm/aia_aplic.c)");
    }

    private void imsic(long vcpu, long files) {
        saved.write("IMSIC", vcpu | EIDELIVERY, Long.BYTES, 0);
        saved.keep("IMSIC", vcpu | EITHRESHOLD, Long.BYTES);
        // On 64 bits the registers with odd numbers do not exist.
        for (long file = 0; file < files; file++) {
            saved.keep("IMSIC", vcpu | EIP + 2 * file, Long.BYTES);
            saved.keep("IMSIC", vcpu | EIE + 2 * file, Long.BYTES);
        }
        saved.keep("IMSIC", vcpu | EIDELIVERY, Long.BYTES);
    }
}
