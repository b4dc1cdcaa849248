package org.kvmsh.dsl.arch.x86;

import java.util.Map;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.dsl.register.Register;

/** A model-specific register of x86, by KVM_GET_MSRS and KVM_SET_MSRS (api.rst 4.18, 4.19). Names and numbers are in {@code x86-msrs.tsv}. */
record MsrRegister(String name, long index) implements Register {
    private static final String BY_NUMBER = "msr ";

    static void of(Map<String, Register> into) {
        for (String[] row : TsvTable.rows(MsrRegister.class, "x86-msrs.tsv")) {
            into.put(row[0], new MsrRegister(row[0], Long.decode(row[1])));
        }
    }

    /** {@code msr 0x174}; null for another name. */
    static Register numbered(String name) {
        try {
            return name.startsWith(BY_NUMBER) ? new MsrRegister(name, Long.decode(name.substring(BY_NUMBER.length()).strip())) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override public String call() {
        return "KVM_SET_MSRS";
    }

    @Override public long read(Vcpu vcpu) {
        try (Argument msrs = argument(vcpu)) {
            taken(vcpu.ioctl("KVM_GET_MSRS", msrs).get(), "KVM_GET_MSRS");
            return msrs.get("entries[0].data");
        }
    }

    @Override public void write(Vcpu vcpu, long value) {
        try (Argument msrs = argument(vcpu).set("entries[0].data", value)) {
            taken(vcpu.ioctl(call(), msrs).get(), call());
        }
    }

    private Argument argument(Vcpu vcpu) {
        Struct layout = vcpu.kernel().abi().struct("kvm_msrs");
        return Argument.of(vcpu.kernel(), layout, vcpu.kernel().abi().struct("kvm_msr_entry").size()).set("nmsrs", 1).set("entries[0].index", index);
    }

    /** The calls answer how many MSRs they took, and stop at the first that they do not. */
    private void taken(int count, String by) {
        if (count != 1) {
            throw new KvmException(by + " did not take " + name + ", MSR 0x" + Long.toHexString(index) + ": this board's KVM does not have it for this vCPU, or not such a value", 0);
        }
    }
}
