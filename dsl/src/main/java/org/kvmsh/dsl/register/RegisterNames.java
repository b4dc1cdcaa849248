package org.kvmsh.dsl.register;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Every register of a board's vCPUs by its name: general ones, system registers, MSRs, and each one-reg that the
 * headers name.
 */
public final class RegisterNames {
    /** The default for an architecture without others. */
    public static final String ONE_REGS = "KVM_REG_… constants, with or without the prefix, and ids in hex";

    private final Abi abi;
    private final RegisterSet general;
    private final Consumer<Map<String, Register>> others;
    private final String othersInWords;
    private final Function<String, Register> unnamed;
    private final BiFunction<String, Collection<String>, String> advice;
    private volatile Map<String, Register> all;

    private RegisterNames(
            Abi abi,
            RegisterSet general,
            Consumer<Map<String, Register>> others,
            String othersInWords,
            Function<String, Register> unnamed,
            BiFunction<String, Collection<String>, String> advice) {
        this.abi = abi;
        this.general = general;
        this.others = others;
        this.othersInWords = othersInWords;
        this.unnamed = unnamed;
        this.advice = advice;
    }

    /** General registers and one-regs. */
    public static RegisterNames of(Abi abi, RegisterSet general) {
        return new RegisterNames(abi, general, all -> {}, ONE_REGS, name -> null, Nearest::note);
    }

    /**
     * These, and others that the architecture has.
     *
     * @param more adds them by name, over one-regs of the same name
     * @param inWords their description, for messages about unknown names
     */
    public RegisterNames with(Consumer<Map<String, Register>> more, String inWords) {
        return new RegisterNames(abi, general, more, inWords, unnamed, advice);
    }

    /** These, and the meaning of an unknown name otherwise; may be null. */
    public RegisterNames orElse(Function<String, Register> other) {
        return new RegisterNames(abi, general, others, othersInWords, other, advice);
    }

    /** These, and the advice for a name that is none, given all that are. */
    public RegisterNames advising(BiFunction<String, Collection<String>, String> other) {
        return new RegisterNames(abi, general, others, othersInWords, unnamed, other);
    }

    /** The general ones. */
    public RegisterSet general() {
        return general;
    }

    /** The register of a name, or null. {@code msr 0x174} is an MSR by its number. */
    public Register find(String name) {
        Register known = all().get(name);
        return known != null ? known : unnamed.apply(name);
    }

    /** The value of a vCPU's register. */
    public long read(Vcpu vcpu, String name) {
        return find(name).read(vcpu);
    }

    /** Every name. */
    public Collection<String> names() {
        return all().keySet();
    }

    private Map<String, Register> all() {
        if (all == null) {
            Map<String, Register> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            OneRegisters.of(abi, found);
            others.accept(found);
            GeneralCall together = new GeneralCall(general);
            general.names().forEach(name -> found.put(name, new General(together, name)));
            all = found;
        }
        return all;
    }

    /** The register of a name; an unknown one is refused. */
    public Register get(String name, Site site) {
        Register named = find(name);
        Register found = named == null ? OneRegisters.numbered(name, abi, site) : named;
        if (found == null) {
            throw new ScriptError(
                    site,
                    missing(name, abi.arch()),
                    advice.apply(name, all().keySet()),
                    "general registers: " + String.join(" ", general.names()),
                    "others: " + othersInWords);
        }
        if (found.bytes() > Long.BYTES) {
            throw OneRegisters.tooWide(name, found, site);
        }
        return found;
    }

    /** The message for a name that an architecture's vCPUs do not have. */
    public static String missing(String name, Arch arch) {
        return arch + " vCPUs have no register " + name;
    }

    /** The call for the general registers, which one call sets. */
    private record GeneralCall(RegisterSet set) implements RegisterCall {
        @Override
        public String name() {
            return set.call();
        }

        @Override
        public Map<Register, Long> read(Vcpu vcpu, List<Register> registers) {
            Map<String, Long> values = set.read(
                    vcpu,
                    registers.stream()
                            .map(register -> ((General) register).name())
                            .toList());
            return registers.stream()
                    .collect(Collectors.toMap(
                            register -> register, register -> values.get(((General) register).name())));
        }

        @Override
        public void write(Vcpu vcpu, Map<Register, Long> values) {
            Map<String, Long> named = new LinkedHashMap<>();
            values.forEach((register, value) -> named.put(((General) register).name(), value));
            set.write(vcpu, named);
        }
    }

    private record General(GeneralCall by, String name) implements Register {}
}
