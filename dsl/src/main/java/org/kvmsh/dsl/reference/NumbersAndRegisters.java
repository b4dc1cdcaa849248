package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterNames;

/**
 * Names that scripts use and that are neither words nor in kernel headers: registers, hypercalls, SBI calls, errnos.
 */
public final class NumbersAndRegisters {
    private final Abi abi;

    /** @param abi the headers of the board, whose registers come first */
    public NumbersAndRegisters(Abi abi) {
        this.abi = abi;
    }

    /** Markdown about a name; empty for an unknown one. */
    public String find(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Errno errno = Errno.of(upper);
        if (errno != null) {
            return errno(errno);
        } else if (Hypercalls.number(upper) != null) {
            return hypercall(upper);
        } else if (SbiCalls.number(upper) != null) {
            return upper + ": an SBI extension, function or return code, " + number(SbiCalls.number(upper));
        }
        String own = register(abi, name);
        return own.isEmpty() ? registerElsewhere(name) : own;
    }

    private String registerElsewhere(String name) {
        List<String> others = Abi.tables().stream()
                .map(Abi::of)
                .filter(other -> other.arch() != abi.arch()
                        && other.hasStruct("kvm_regs")
                        && registers(other) != null
                        && registers(other).find(name) != null)
                .map(other -> other.arch().toString())
                .distinct()
                .toList();
        return others.isEmpty()
                ? ""
                : name + ": a register of " + String.join(" and ", others) + " vCPUs; this board's vCPUs are "
                        + abi.arch();
    }

    private String errno(Errno errno) {
        List<String> calls = abi.ioctls().stream()
                .map(Ioctl::name)
                .filter(call -> Rulebook.known(abi, call).containsKey(errno.name()))
                .toList();
        return Errno.describe(errno.number())
                + (calls.isEmpty()
                        ? ""
                        : "\n\nIoctls of " + abi.table()
                                + " that fail with this errno for a reason kvmsh knows (look up the ioctl for the"
                                + " reason): "
                                + String.join(", ", calls));
    }

    private static String hypercall(String name) {
        long number = Hypercalls.number(name);
        return name.equals(Hypercalls.name(number))
                ? name + ": a PAPR hypercall, " + number(number) + "; `on(hcall: " + name
                        + ")` handles it if KVM passes it to user space (KVM_EXIT_PAPR_HCALL)"
                : name + ": a result of a PAPR hypercall, " + number(number);
    }

    private static String number(long number) {
        return number + " (0x" + Long.toHexString(number) + ")";
    }

    private static String register(Abi abi, String name) {
        Register register = registers(abi) == null ? null : registers(abi).find(name);
        if (register == null) {
            return "";
        }
        String bits = Architecture.of(abi).layouts().stream()
                .filter(layout -> layout.register().equalsIgnoreCase(name))
                .map(BitLayout::names)
                .filter(each -> !each.isEmpty())
                .map(each -> "\n\nBits: " + String.join(", ", each))
                .collect(Collectors.joining());
        return name + ": a register of " + abi.arch() + " vCPUs, " + register.bytes() + " bytes, set by "
                + register.by().name() + "; `reg '" + name + "'` reads it, `reg '" + name + "', 0` writes it" + bits;
    }

    /** Null for an architecture that is known only from its headers. */
    private static RegisterNames registers(Abi abi) {
        return Architecture.hasRoom(abi.arch()) ? Architecture.registersOf(abi) : null;
    }

    /** What kvmsh lacks for a board with these headers, and what works without it; empty if it creates vCPUs. */
    public String lacking() {
        return Architecture.hasRoom(abi.arch())
                ? ""
                : Refusals.noVcpus(abi.arch()) + "\n\n- " + Refusals.WITHOUT_VCPUS + "\n";
    }

    /** Every name of this board's, by kind. */
    public Map<String, Collection<String>> names() {
        Map<String, Collection<String>> names = new LinkedHashMap<>();
        names.put(
                "Registers", registers(abi) == null ? List.of() : registers(abi).names());
        names.put("Hypercalls", Architecture.of(abi).hypercall() == null ? List.of() : Hypercalls.names());
        names.put("Errnos", Stream.of(Errno.values()).map(Errno::name).toList());
        return names;
    }

    /** The names that are suggested for a misspelled one: those of a KVM_REG_ constant are the headers'. */
    public List<String> suggested() {
        List<String> all = new ArrayList<>(Hypercalls.names());
        names().values().forEach(all::addAll);
        return all;
    }
}
