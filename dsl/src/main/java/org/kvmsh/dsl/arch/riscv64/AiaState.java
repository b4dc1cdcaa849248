package org.kvmsh.dsl.arch.riscv64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Device;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.dsl.arch.SavedDevice;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * What can be read of an AIA and set again: the APLIC's registers, and each vCPU's interrupt file in its IMSIC. Sources:
 * arch/riscv/kvm/aia_aplic.c, aplic_mmio_read_offset and aplic_mmio_write_offset; arch/riscv/kvm/aia_imsic.c, imsic_mrif_rmw. The registers are those of
 * "The RISC-V Advanced Interrupt Architecture", 4.5 and 3.8.
 */
final class AiaState implements SavedDevice {
    private static final String GROUP = "KVM_DEV_RISCV_AIA_GRP_";
    private static final String CONFIG = "KVM_DEV_RISCV_AIA_CONFIG_";
    private static final int REGISTER = Integer.BYTES;

    private static final long DOMAINCFG = 0;
    /** Of interrupt line 1; there is no line 0. */
    private static final long SOURCECFG = 0x4;
    private static final long SETIP = 0x1c00;
    private static final long CLRIP = 0x1d00;
    private static final long SETIE = 0x1e00;
    private static final long CLRIE = 0x1f00;
    private static final long TARGET = 0x3004;
    private static final long ALL = 0xffffffffL;

    private static final long EIDELIVERY = 0x70;
    private static final long EITHRESHOLD = 0x72;
    private static final long EIP = 0x80;
    private static final long EIE = 0xc0;

    private final Device device;
    private final Abi abi;
    /** The first attribute that the kernel did not give; null for none. */
    private String refused;
    private final Map<Long, Long> aplic = new LinkedHashMap<>();
    private final Map<Long, Long> imsics = new LinkedHashMap<>();
    private final List<Long> delivery = new ArrayList<>();
    private int words;

    private AiaState(Device device) {
        this.device = device;
        this.abi = device.kernel().abi();
    }

    /** Null if there is no AIA, or none that is initialised: that needs a vCPU. */
    static AiaState of(Bringup made) {
        Device device = made.device(Aia.NAME);
        if (device == null || made.vcpus().isEmpty()) {
            return null;
        }
        AiaState state = new AiaState(device);
        state.read(made);
        return state;
    }

    private void read(Bringup made) {
        long lines = get("CONFIG", abi.constant(CONFIG + "SRCS"), REGISTER);
        long files = get("CONFIG", abi.constant(CONFIG + "IDS"), REGISTER) / Long.SIZE + 1;
        if (lines > 0) {
            words = (int) (lines / Integer.SIZE + 1);
            aplic.put(DOMAINCFG, get("APLIC", DOMAINCFG, REGISTER));
            for (long line = 0; line < lines; line++) {
                readAplic(SOURCECFG + line * REGISTER);
                readAplic(TARGET + line * REGISTER);
            }
            for (long word = 0; word < words; word++) {
                readAplic(SETIP + word * REGISTER);
                readAplic(SETIE + word * REGISTER);
            }
        }
        for (int id : made.vcpus().keySet()) {
            long vcpu = (long) id << abi.constant("KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS");
            delivery.add(vcpu | EIDELIVERY);
            readImsic(vcpu | EITHRESHOLD);
            // On 64 bits the registers with odd numbers do not exist.
            for (long file = 0; file < files; file++) {
                readImsic(vcpu | EIP + 2 * file);
                readImsic(vcpu | EIE + 2 * file);
            }
            readImsic(vcpu | EIDELIVERY);
        }
    }

    private void readAplic(long register) {
        aplic.put(register, get("APLIC", register, REGISTER));
    }

    private void readImsic(long register) {
        imsics.put(register, get("IMSIC", register, Long.BYTES));
    }

    private long get(String group, long attribute, int bytes) {
        try (Argument held = Argument.of(device.kernel(), Struct.scalar("u64"), 0)) {
            String failed = call("KVM_GET_DEVICE_ATTR", group, attribute, held);
            if (failed != null && refused == null) {
                refused = failed;
            }
            return held.region().get(0, bytes);
        }
    }

    private void set(String group, long attribute, int bytes, long value, List<String> failures) {
        try (Argument held = Argument.of(device.kernel(), Struct.scalar("u64"), 0)) {
            held.region().put(0, bytes, value);
            String failed = call("KVM_SET_DEVICE_ATTR", group, attribute, held);
            if (failed != null) {
                failures.add(failed);
            }
        }
    }

    private void setAplic(long register, long value, List<String> failures) {
        set("APLIC", register, REGISTER, value, failures);
    }

    /** @return what failed; null for nothing */
    private String call(String ioctl, String group, long attribute, Argument held) {
        try (Argument argument = Argument.of(device.kernel(), "kvm_device_attr")) {
            argument.set("group", abi.constant(GROUP + group)).set("attr", attribute).set("addr", held.region().address());
            IoctlResult<Integer> answer = device.ioctl(ioctl, argument, held.region());
            return answer.ok() ? null : ioctl + " of " + GROUP + group + " 0x" + Long.toHexString(attribute) + " failed with " + Errno.name(answer.errno());
        }
    }

    @Override public List<String> missing() {
        return refused != null ? List.of("the AIA: " + refused)
                : aplic.isEmpty() ? List.of() : List.of("the levels of the APLIC's interrupt lines and its genmsi, which no device attribute can set (arch/riscv/kvm/aia_aplic.c)");
    }

    /**
     * The APLIC is off until all is set, since each write of one of its registers sends the messages of pending interrupts. The IMSICs come after it:
     * a message that it sent while it was changed is not left in them.
     */
    @Override public List<String> restore() {
        List<String> failures = new ArrayList<>();
        if (refused != null) {
            return failures;
        }
        if (!aplic.isEmpty()) {
            setAplic(DOMAINCFG, 0, failures);
            for (long word = 0; word < words; word++) {
                setAplic(CLRIE + word * REGISTER, ALL, failures);
                setAplic(CLRIP + word * REGISTER, ALL, failures);
            }
            aplic.forEach((register, value) -> {
                if (register != DOMAINCFG) {
                    setAplic(register, value, failures);
                }
            });
            setAplic(DOMAINCFG, aplic.get(DOMAINCFG), failures);
        }
        delivery.forEach(register -> set("IMSIC", register, Long.BYTES, 0, failures));
        imsics.forEach((register, value) -> set("IMSIC", register, Long.BYTES, value, failures));
        return failures;
    }
}
