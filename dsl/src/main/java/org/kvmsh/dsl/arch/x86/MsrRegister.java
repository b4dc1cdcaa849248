package org.kvmsh.dsl.arch.x86;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;

/**
 * A model-specific register of x86, by KVM_GET_MSRS and KVM_SET_MSRS (api.rst 4.18, 4.19). Names and numbers are in
 * {@code x86-msrs.tsv}.
 */
record MsrRegister(String name, long index) implements Register {
    private static final String BY_NUMBER = "msr ";
    private static final RegisterCall MSRS = new Msrs();

    static void of(Map<String, Register> into) {
        for (String[] row : TsvTable.rows(MsrRegister.class, "x86-msrs.tsv")) {
            into.put(row[0], new MsrRegister(row[0], Long.decode(row[1])));
        }
    }

    /** {@code msr 0x174}; null for another name. */
    static Register numbered(String name) {
        try {
            return name.startsWith(BY_NUMBER)
                    ? new MsrRegister(
                            name, Long.decode(name.substring(BY_NUMBER.length()).strip()))
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public RegisterCall by() {
        return MSRS;
    }

    /** KVM_GET_MSRS and KVM_SET_MSRS of several at once. */
    private static final class Msrs implements RegisterCall {
        @Override
        public String name() {
            return "KVM_SET_MSRS";
        }

        @Override
        public Map<Register, Long> read(Vcpu vcpu, List<Register> registers) {
            try (Argument msrs = argument(vcpu, registers)) {
                taken(vcpu.ioctl("KVM_GET_MSRS", msrs).get(), "KVM_GET_MSRS", registers);
                Map<Register, Long> values = new LinkedHashMap<>();
                for (int i = 0; i < registers.size(); i++) {
                    values.put(registers.get(i), msrs.get("entries[" + i + "].data"));
                }
                return values;
            }
        }

        @Override
        public void write(Vcpu vcpu, Map<Register, Long> values) {
            List<Register> registers = List.copyOf(values.keySet());
            try (Argument msrs = argument(vcpu, registers)) {
                for (int i = 0; i < registers.size(); i++) {
                    msrs.set("entries[" + i + "].data", values.get(registers.get(i)));
                }
                taken(vcpu.ioctl(name(), msrs).get(), name(), registers);
            }
        }

        private static Argument argument(Vcpu vcpu, List<Register> registers) {
            Struct layout = vcpu.kernel().abi().struct("kvm_msrs");
            Argument msrs = Argument.of(
                            vcpu.kernel(),
                            layout,
                            (long) registers.size()
                                    * vcpu.kernel()
                                            .abi()
                                            .struct("kvm_msr_entry")
                                            .size())
                    .set("nmsrs", registers.size());
            for (int i = 0; i < registers.size(); i++) {
                msrs.set("entries[" + i + "].index", ((MsrRegister) registers.get(i)).index);
            }
            return msrs;
        }

        /** The calls answer how many MSRs they took, and stop at the first that they do not. */
        private static void taken(int count, String by, List<Register> registers) {
            if (count != registers.size()) {
                MsrRegister refused = (MsrRegister) registers.get(count);
                throw new KvmException(
                        by + " stopped at " + refused.name + ", MSR 0x" + Long.toHexString(refused.index)
                                + ": this board's KVM does not support this MSR for this vCPU, or refuses this value",
                        0);
            }
        }
    }
}
