package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.text.TsvTable;

/**
 * Every rule of KVM's that kvmsh knows, in the order in which the kernel checks. Those with a check are classes of this package, those
 * without are rows of {@code unchecked.tsv}.
 */
public final class Rulebook {
    private static final String ALL = "*";

    private Rulebook() { }

    /** Read when a rule is first wanted. */
    private static final class Index {
        private static final Map<String, List<Rule>> BY_CALL = read();

        private static Map<String, List<Rule>> read() {
            Map<String, List<Rule>> index = new HashMap<>();
            Stream.of(VmTypeRules.RULES, VcpuRules.RULES, MemorySlotRules.RULES, IrqchipRules.RULES, HypercallRules.RULES, VgicAddressRules.RULES, DirtyLogRules.RULES, IoeventfdRules.RULES, SregsRules.RULES, TssRules.RULES, rows())
                    .flatMap(List::stream).forEach(rule -> rule.calls().forEach(call -> index.computeIfAbsent(call, c -> new ArrayList<>()).add(rule)));
            return index;
        }

        private static List<Rule> rows() {
            return TsvTable.rows(Rulebook.class, "unchecked.tsv").stream().map(Index::row).toList();
        }

        private static Rule row(String[] columns) {
            Set<Arch> architectures = columns[2].equals(ALL) ? Set.of()
                    : Arrays.stream(columns[2].split(",")).map(name -> Arch.valueOf(name.toUpperCase(Locale.ROOT))).collect(Collectors.toUnmodifiableSet());
            return new Rule(Set.of(columns[0]), architectures, List.of(Errno.valueOf(columns[1])), Releases.ALL, columns[3], columns[4], null, false);
        }
    }

    /** The rules of a call on an architecture, in the kernel's order; what holds for any ioctl is not among them. */
    public static List<Rule> of(Arch arch, String call) {
        return Index.BY_CALL.getOrDefault(call, List.of()).stream().filter(rule -> rule.isOf(arch)).toList();
    }

    /** The rules that can be behind a call's errno: the call's own, or those of any ioctl where it has none. */
    public static List<Rule> of(Arch arch, String call, int errno) {
        List<Rule> own = of(arch, call).stream().filter(rule -> rule.gives(errno)).toList();
        return !own.isEmpty() || !call.startsWith("KVM_") ? own : of(arch, Rule.ANY).stream().filter(rule -> rule.gives(errno)).toList();
    }

    /** What is known of an errno without a look at the call: a patch's own rules where one was read over the headers, else the rulebook's. */
    public static Diagnosis known(Abi abi, String call, int errno) {
        String patched = abi.rule(call, Errno.name(errno));
        return patched == null ? new Diagnosis(List.of(), of(abi.arch(), call, errno), false) : Diagnosis.ofPatch(patched);
    }

    /** Every errno of a call that has a rule of its own on a board, with the rules in words. */
    public static Map<String, String> known(Abi abi, String call) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Errno errno : Errno.values()) {
            String patched = abi.rule(call, errno.name());
            String rules = of(abi.arch(), call).stream().filter(rule -> rule.gives(errno.number())).map(Rule::toString).collect(Collectors.joining("; or "));
            if (patched != null || !rules.isEmpty()) {
                known.put(errno.name(), patched != null ? patched : rules);
            }
        }
        return known;
    }

    /** The rule that a request breaks first, in the kernel's order; null where it breaks none that can be checked. */
    public static Violation firstViolation(Request request) {
        for (Rule rule : of(request.asked().arch(), request.call())) {
            Finding finding = check(rule, request);
            if (finding.isBroken()) {
                return new Violation(rule, finding.text());
            }
        }
        return null;
    }

    /** The rules that a request breaks, in the kernel's order. */
    public static List<Violation> violations(Request request) {
        List<Violation> broken = new ArrayList<>();
        for (Rule rule : of(request.asked().arch(), request.call())) {
            Finding finding = rule.isConsequence() && !broken.isEmpty() ? Finding.KEPT : check(rule, request);
            if (finding.isBroken()) {
                broken.add(new Violation(rule, finding.text()));
            }
        }
        return broken;
    }

    /** Which rules a refused request broke, of those that give its errno. */
    public static Diagnosis diagnose(Request request, int errno) {
        String patched = request.asked().abi().rule(request.call(), Errno.name(errno));
        if (patched != null) {
            return Diagnosis.ofPatch(patched);
        }
        List<Violation> broken = new ArrayList<>();
        List<Rule> unknown = new ArrayList<>();
        boolean checked = false;
        for (Rule rule : of(request.asked().arch(), request.call(), errno)) {
            checked |= rule.check() != null;
            Finding finding = rule.isConsequence() && !broken.isEmpty() ? Finding.KEPT : check(rule, request);
            if (finding.isBroken()) {
                broken.add(new Violation(rule, finding.text()));
            } else if (finding.kind() == Finding.Kind.UNKNOWN) {
                unknown.add(rule);
            }
        }
        return new Diagnosis(broken, broken.isEmpty() ? unknown : List.of(), checked);
    }

    /** A call that came without the struct or the VM that a check looks at tells nothing. */
    private static Finding check(Rule rule, Request request) {
        boolean hasNoVm = request.vm() == null && request.asked().abi().ioctl(request.call()).on().contains(FdKind.VM);
        return rule.check() != null && request.asked().isWhole() && !hasNoVm ? rule.check(request) : Finding.UNKNOWN;
    }
}
