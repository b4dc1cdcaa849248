package org.kvmsh.dsl.arch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;

/**
 * A register whose bits have names, as its manual has them.
 *
 * @param register its name
 * @param bits the names of bits and of values of several bits, from the lowest bit on
 */
public record FlagBits(String register, List<Bits> bits) {
    /** The name of a value of the bits in a mask. */
    private record Bits(long mask, long value, String name) {}

    public FlagBits {
        bits = List.copyOf(bits);
    }

    /** @param names one for each bit from bit 0 on, separated by spaces; a dash for a bit without a name */
    public static FlagBits of(String register, String names) {
        List<Bits> bits = new ArrayList<>();
        String[] each = names.split(" ");
        for (int i = 0; i < each.length; i++) {
            if (!each[i].equals("-")) {
                bits.add(new Bits(1L << i, 1L << i, each[i]));
            }
        }
        return new FlagBits(register, bits);
    }

    /** These, and a name for a value of several bits, before them. */
    public FlagBits with(long mask, long value, String name) {
        List<Bits> more = new ArrayList<>(bits);
        more.add(new Bits(mask, value, name));
        return new FlagBits(register, more);
    }

    /** {@code PE|ET|PG}; empty if no bit is set. */
    public String inWords(long value) {
        return String.join(
                "|",
                bits.stream()
                        .filter(bit -> (value & bit.mask) == bit.value)
                        .map(Bits::name)
                        .toList());
    }

    /** The names, from the lowest bit on, each with its bit, or with its value and its mask: {@code PE 0x1}. */
    public List<String> names() {
        return bits.stream()
                .map(bit -> bit.name + " 0x" + Long.toHexString(bit.mask == bit.value ? bit.mask : bit.value)
                        + (bit.mask == bit.value ? "" : " of 0x" + Long.toHexString(bit.mask)))
                .toList();
    }

    /** The named bits that are set in a vCPU's registers: {@code cr0 PE|ET|PG}. */
    public static List<String> read(Vcpu vcpu) {
        RegisterNames names = Architecture.registersOf(vcpu.kernel().abi());
        Map<FlagBits, Register> known = new LinkedHashMap<>();
        Architecture.of(vcpu.kernel().abi()).flags().forEach(flags -> {
            Register register = names.find(flags.register);
            if (register != null) {
                known.put(flags, register);
            }
        });
        Map<Register, Long> values = RegisterCall.readAll(vcpu, known.values());
        List<String> words = new ArrayList<>();
        known.forEach((flags, register) -> {
            String set = flags.inWords(values.get(register));
            if (!set.isEmpty()) {
                words.add(flags.register + " " + set);
            }
        });
        return words;
    }
}
