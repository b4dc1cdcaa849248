package org.kvmsh.dsl.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * Registers that come and go together in a struct: those of struct kvm_sregs (api.rst 4.13, 4.14).
 *
 * @param get the call that reads the struct
 * @param name the call that sets it
 */
public record StructMembers(String struct, String get, String name) implements RegisterCall {
    private record Member(StructMembers by, String path, int bytes) implements Register {}

    /** Every number of up to 64 bits in a struct, by its dotted path. */
    public static void of(Abi abi, String struct, String get, String set, Map<String, Register> into) {
        StructMembers all = new StructMembers(struct, get, set);
        for (Field field : abi.struct(struct).fields()) {
            if (field.width() > 0
                    || field.bytes() > Long.BYTES
                    || field.name().matches("(.*\\.)?(pad.*|reserved.*|unused.*)")) {
                continue;
            }
            for (int i = 0; i < Math.max(1, field.count()); i++) {
                String path = field.count() == 1 ? field.name() : field.name() + "[" + i + "]";
                into.put(path, new Member(all, path, field.bytes()));
            }
        }
    }

    @Override
    public Map<Register, Long> read(Vcpu vcpu, List<Register> registers) {
        try (Argument all = Argument.of(vcpu.kernel(), struct)) {
            vcpu.ioctl(get, all).get();
            Map<Register, Long> values = new LinkedHashMap<>();
            registers.forEach(register -> values.put(register, all.get(((Member) register).path())));
            return values;
        }
    }

    @Override
    public void write(Vcpu vcpu, Map<Register, Long> values) {
        try (Argument all = Argument.of(vcpu.kernel(), struct)) {
            vcpu.ioctl(get, all).get();
            values.forEach((register, value) -> all.set(((Member) register).path(), value));
            vcpu.ioctl(name, all).get();
        }
    }
}
