package org.kvmsh.dsl.register;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** A register that comes and goes with a struct's others: the base of CS in struct kvm_sregs (api.rst 4.13). */
public record StructMembers(String struct, String path, String get, String call) implements Register {
    /** Every number of up to 64 bits in a struct, by its dotted path. */
    public static void of(Abi abi, String struct, String get, String set, Map<String, Register> into) {
        for (Field field : abi.struct(struct).fields()) {
            if (field.width() > 0 || field.bytes() > Long.BYTES || field.name().matches("(.*\\.)?(pad.*|reserved.*|unused.*)")) {
                continue;
            }
            for (int i = 0; i < Math.max(1, field.count()); i++) {
                String path = field.count() == 1 ? field.name() : field.name() + "[" + i + "]";
                into.put(path, new StructMembers(struct, path, get, set));
            }
        }
    }

    @Override public long read(Vcpu vcpu) {
        try (Argument all = Argument.of(vcpu.kernel(), struct)) {
            vcpu.ioctl(get, all).get();
            return all.get(path);
        }
    }

    @Override public void write(Vcpu vcpu, long value) {
        try (Argument all = Argument.of(vcpu.kernel(), struct)) {
            vcpu.ioctl(get, all).get();
            vcpu.ioctl(call, all.set(path, value)).get();
        }
    }
}
