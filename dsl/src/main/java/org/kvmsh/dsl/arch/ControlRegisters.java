package org.kvmsh.dsl.arch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;

/** The registers of flags and control of a vCPU, by the names that its architecture's table of bits has. */
public final class ControlRegisters {
    /** The part of a table with the registers that a report of a stop shows too. */
    private static final String FLAGS = "flags";

    private ControlRegisters() {}

    /** Reads all of them. */
    static NamedBits read(Vcpu vcpu, String title) {
        return named(vcpu, title, values(vcpu, List.of()));
    }

    /**
     * The values of the registers that are in the table and that the vCPU has, by name.
     *
     * @param more other registers, which the same calls read
     */
    public static Map<String, Long> values(Vcpu vcpu, Collection<String> more) {
        Abi abi = vcpu.kernel().abi();
        RegisterNames names = Architecture.registersOf(abi);
        Map<Register, String> known = new LinkedHashMap<>();
        Stream.concat(layouts(abi).stream().map(BitLayout::register), more.stream())
                .filter(name -> names.find(name) != null)
                .forEach(name -> known.put(names.find(name), name));
        Map<String, Long> values = new LinkedHashMap<>();
        List<KvmException> refused = new ArrayList<>();
        RegisterCall.byCall(known.keySet()).forEach((call, registers) -> {
            try {
                call.read(vcpu, registers).forEach((register, value) -> values.put(known.get(register), value));
            } catch (KvmException e) {
                // Headers have registers of extensions that a processor lacks; a vCPU that has none is not initialized.
                refused.add(e);
            }
        });
        if (values.isEmpty() && !refused.isEmpty()) {
            throw refused.get(0);
        }
        return values;
    }

    /** The registers with these values, in the order of the table. */
    public static NamedBits named(Vcpu vcpu, String title, Map<String, Long> values) {
        return NamedBits.of(
                title,
                layouts(vcpu.kernel().abi()).stream()
                        .filter(layout -> values.containsKey(layout.register()))
                        .map(layout -> NamedRegister.of(layout, values.get(layout.register())))
                        .toList());
    }

    /** Those that are registers by name, each with its layout. */
    private static Map<Register, BitLayout> known(Abi abi, Stream<BitLayout> layouts) {
        RegisterNames names = Architecture.registersOf(abi);
        Map<Register, BitLayout> known = new LinkedHashMap<>();
        layouts.forEach(layout -> {
            Register register = names.find(layout.register());
            if (register != null) {
                known.put(register, layout);
            }
        });
        return known;
    }

    private static List<BitLayout> layouts(Abi abi) {
        return HardwarePart.CONTROL.of(Architecture.of(abi).layouts());
    }

    /** The named bits that are set, of the registers that a report of a stop shows: {@code cr0 PE|ET|PG}. */
    public static List<String> flags(Vcpu vcpu) {
        Abi abi = vcpu.kernel().abi();
        Map<Register, BitLayout> known =
                known(abi, layouts(abi).stream().filter(layout -> layout.part().equals(FLAGS)));
        Map<Register, Long> values = RegisterCall.readAll(vcpu, known.keySet());
        List<String> words = new ArrayList<>();
        known.forEach((register, layout) -> {
            String set = layout.inWords(values.get(register));
            if (!set.isEmpty()) {
                words.add(layout.register() + " " + set);
            }
        });
        return words;
    }
}
