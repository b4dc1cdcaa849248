package org.kvmsh.dsl.arch.riscv64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.ReadAttributes;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.interrupt.InterruptNow;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.plan.step.Bringup;

/** The states of an AIA's interrupts, read through the attributes of its device. Sources: as for {@link AiaState}. */
final class AiaInterrupts {
    /** sourcecfg.SM, by its values; 2 and 3 are reserved. */
    private static final List<String> TRIGGERS =
            List.of("off", "detached", "reserved", "reserved", "edge", "falling", "level", "low");

    private static final long SOURCE_MODE = 7;
    private static final int HART_SHIFT = 18;
    private static final int HART = 0x3fff;
    private static final int IDENTITY = 0x7ff;

    private final ReadAttributes registers;
    private final Abi abi;
    private final List<InterruptNow> all = new ArrayList<>();

    private AiaInterrupts(SavedAttributes device, Abi abi) {
        this.registers = new ReadAttributes(device);
        this.abi = abi;
    }

    /** Those of the VM's AIA. */
    static InterruptsNow of(Bringup made) {
        Vm vm = made.vm();
        Abi abi = vm.kernel().abi();
        for (Map.Entry<Integer, Long> each : vm.devices().entrySet()) {
            if (each.getValue() == abi.constant("KVM_DEV_TYPE_RISCV_AIA")) {
                SavedAttributes device = AiaState.attributes(vm, each.getKey());
                AiaInterrupts aia = new AiaInterrupts(device, abi);
                aia.read(made);
                return InterruptsNow.of(aia.all, device.missing());
            }
        }
        return InterruptsNow.NONE;
    }

    private void read(Bringup made) {
        long ids = made.vcpus().isEmpty() ? 0 : config("IDS");
        for (int vcpu : made.vcpus().keySet()) {
            long of = (long) vcpu << abi.constant("KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS");
            for (int id = 1; id <= ids; id++) {
                // On 64 bits the registers with odd numbers do not exist.
                long file = id / Long.SIZE * 2L;
                boolean enabled = isSet("IMSIC", of | AiaState.EIE + file, id % Long.SIZE, Long.BYTES);
                boolean pending = isSet("IMSIC", of | AiaState.EIP + file, id % Long.SIZE, Long.BYTES);
                all.add(new InterruptNow("MSI", id, vcpu, enabled, pending, false, null, "edge", ""));
            }
        }
        long lines = made.vcpus().isEmpty() ? 0 : config("SRCS");
        for (int line = 1; line <= lines; line++) {
            long word = line / Integer.SIZE * (long) Integer.BYTES;
            long source = registers.value("APLIC", AiaState.SOURCECFG + (line - 1L) * Integer.BYTES, Integer.BYTES);
            long target = registers.value("APLIC", AiaState.TARGET + (line - 1L) * Integer.BYTES, Integer.BYTES);
            all.add(new InterruptNow(
                    "source",
                    line,
                    null,
                    isSet("APLIC", AiaState.SETIE + word, line % Integer.SIZE, Integer.BYTES),
                    isSet("APLIC", AiaState.SETIP + word, line % Integer.SIZE, Integer.BYTES),
                    false,
                    null,
                    TRIGGERS.get((int) (source & SOURCE_MODE)),
                    (source & SOURCE_MODE) == 0
                            ? ""
                            : "vCPU " + (target >>> HART_SHIFT & HART) + ", identity " + (target & IDENTITY)));
        }
    }

    private long config(String name) {
        return registers.value("CONFIG", abi.constant(AiaState.CONFIG + name), Integer.BYTES);
    }

    private boolean isSet(String group, long attribute, int bit, int bytes) {
        return (registers.value(group, attribute, bytes) >>> bit & 1) != 0;
    }
}
