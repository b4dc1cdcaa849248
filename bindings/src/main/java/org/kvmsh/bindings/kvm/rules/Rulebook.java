package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * Every rule of KVM's that kvmsh knows, in the order in which the kernel checks. Those with a check are classes of this
 * package, those without are {@link UncheckedRules}.
 */
public final class Rulebook {
    /** The prefix of ioctls' names, to which the rules for any ioctl apply. */
    private static final String PREFIX = "KVM_";

    private static final String UNNAMED = "ioctl 0x";

    private Rulebook() {}

    /** The rules with a check by call: all that a call is asked about before it is made. */
    private static final Map<Call, List<Rule>> CHECKED = new ConcurrentHashMap<>();

    private record Call(Arch arch, String name) {}

    /** Read when a refusal is explained. */
    private static final class Index {
        /** Rules that are rows of tables. */
        private static final List<Rule> ROWS = Stream.concat(
                        UncheckedRules.read().stream(), AbsentIoctls.rules().stream())
                .toList();

        private static final Map<Call, List<Rule>> BY_CALL = new ConcurrentHashMap<>();

        private static List<Rule> read(Call call) {
            return Stream.concat(
                            checked(call.arch(), call.name()).stream(), of(ROWS, call.arch(), call.name()).stream())
                    .toList();
        }
    }

    /** The rules of a call on an architecture, in the kernel's order, without those that hold for any ioctl. */
    public static List<Rule> of(Arch arch, String call) {
        return Index.BY_CALL.computeIfAbsent(new Call(arch, call), Index::read);
    }

    private static List<Rule> checked(Arch arch, String call) {
        return CHECKED.computeIfAbsent(new Call(arch, call), key -> RuleGroups.of(arch, call));
    }

    /** The rules, among some, that are about a call on an architecture. */
    static List<Rule> of(List<Rule> some, Arch arch, String call) {
        return some.stream()
                .filter(rule -> rule.isOf(arch) && rule.calls().contains(call))
                .toList();
    }

    /**
     * The rules for a call's errno: the call's own, or those of any ioctl if it has none.
     *
     * @param errno the positive error number
     */
    public static List<Rule> of(Arch arch, String call, int errno) {
        List<Rule> own =
                of(arch, call).stream().filter(rule -> rule.gives(errno)).toList();
        return !own.isEmpty() || !call.startsWith(PREFIX) && !call.startsWith(UNNAMED) ? own : ofAny(arch, errno);
    }

    private static List<Rule> ofAny(Arch arch, int errno) {
        return of(arch, Rule.ANY).stream().filter(rule -> rule.gives(errno)).toList();
    }

    /**
     * The known reasons for an errno, without checking the call: a patch's own rules if one was read over the headers,
     * otherwise the rulebook's.
     *
     * @param errno the positive error number
     */
    public static Diagnosis known(Abi abi, String call, int errno) {
        String patched = patched(abi, call, errno);
        return patched == null ? new Diagnosis(List.of(), of(abi.arch(), call, errno), false) : Diagnosis.of(patched);
    }

    /** What a patch's document says; what its code says, where the book has no rule of the call's own. */
    private static String patched(Abi abi, String call, int errno) {
        String documented = abi.rule(call, Errno.name(errno));
        return documented != null || of(abi.arch(), call).stream().anyMatch(rule -> rule.gives(errno))
                ? documented
                : abi.codedRule(call, Errno.name(errno));
    }

    /** The errnos for which a call has its own rules on a board, each with the rules in words. */
    public static Map<String, List<String>> known(Abi abi, String call) {
        return known(abi, call, of(abi.arch(), call));
    }

    /** Every errno that has rules among some of a call's, with the rules in words. */
    public static Map<String, List<String>> known(Abi abi, String call, Collection<Rule> some) {
        Map<String, List<String>> known = new LinkedHashMap<>();
        for (Errno errno : Errno.values()) {
            String patched = patched(abi, call, errno.number());
            List<String> rules = patched != null
                    ? List.of(patched)
                    : inWords(some.stream()
                            .filter(rule -> rule.gives(errno.number()))
                            .toList());
            if (!rules.isEmpty()) {
                known.put(errno.name(), rules);
            }
        }
        return known;
    }

    /** Rules with the same text are merged, with all of their sources. */
    private static List<String> inWords(List<Rule> rules) {
        Map<String, Set<String>> sources = new LinkedHashMap<>();
        rules.forEach(rule -> sources.computeIfAbsent(rule.text(), text -> new LinkedHashSet<>())
                .add(rule.source()));
        return sources.entrySet().stream()
                .map(rule -> rule.getKey() + " (" + String.join("; ", rule.getValue()) + ")")
                .toList();
    }

    /**
     * The rules for the refusal of a request; rules about such requests replace those of any request with the same
     * errno.
     */
    public static List<Rule> of(Request request) {
        List<Rule> all = of(request.asked().arch(), request.call()).stream()
                .filter(rule -> rule.concerns(request))
                .toList();
        return all.stream()
                .filter(rule -> rule.check() != null
                        || all.stream()
                                .noneMatch(other -> other.isOfSomeRequests()
                                        && other.errnos().equals(rule.errnos())))
                .toList();
    }

    /**
     * The first rule that a request breaks, in the kernel's order; null if it breaks none that can be checked. A kernel
     * that lacks the ioctl checks nothing else.
     */
    public static Violation firstViolation(Request request) {
        Violation broken = firstViolation(checked(request.asked().arch(), request.call()), request);
        Violation absent = broken == null ? null : AbsentIoctls.of(request);
        return absent == null ? broken : absent;
    }

    /**
     * The rule that each KVM_RUN of a VM will break, because successful calls have fixed its condition; null if none is
     * known.
     *
     * @param vm the state of the VM after its calls so far
     * @param facts the board's facts
     */
    public static Violation deadEnd(Abi abi, VmState vm, Facts facts) {
        List<Rule> rules = of(VgicDeadEnds.RULES, abi.arch(), "KVM_RUN");
        return rules.isEmpty()
                ? null
                : firstViolation(
                        rules, new Request(new CallRequest("KVM_RUN", FdKind.VCPU, abi, 0, null, null), vm, facts));
    }

    private static Violation firstViolation(List<Rule> rules, Request request) {
        for (Rule rule : rules) {
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
        for (Rule rule : checked(request.asked().arch(), request.call())) {
            Finding finding = rule.isConsequence() && !broken.isEmpty() ? Finding.KEPT : check(rule, request);
            if (finding.isBroken()) {
                broken.add(new Violation(rule, finding.text()));
            }
        }
        return broken;
    }

    /**
     * The rules that a refused request broke, of those with its errno; an ioctl that the kernel lacks breaks only the
     * rule that says so.
     *
     * @param errno the positive error number
     */
    public static Diagnosis diagnose(Request request, int errno) {
        Violation absent = AbsentIoctls.behind(request, errno);
        if (absent != null) {
            return Diagnosis.of(absent);
        }
        String patched = patched(request.asked().abi(), request.call(), errno);
        if (patched != null) {
            return Diagnosis.of(patched);
        }
        List<Violation> broken = new ArrayList<>();
        List<Rule> unknown = new ArrayList<>();
        boolean checked = false;
        List<Rule> own = of(request).stream().filter(rule -> rule.gives(errno)).toList();
        for (Rule rule : own.isEmpty() && request.call().startsWith(PREFIX)
                ? ofAny(request.asked().arch(), errno)
                : own) {
            checked |= rule.isChecked();
            Finding finding = rule.isConsequence() && !broken.isEmpty() ? Finding.KEPT : check(rule, request);
            if (finding.isBroken()) {
                broken.add(new Violation(rule, finding.text()));
            } else if (finding.kind() == Finding.Kind.UNKNOWN) {
                unknown.add(rule);
            }
        }
        return new Diagnosis(broken, broken.isEmpty() ? unknown : List.of(), checked);
    }

    /** Without the struct or VM that a check needs, it cannot decide. */
    private static Finding check(Rule rule, Request request) {
        boolean hasNoVm = request.vm() == null
                && request.asked().abi().ioctl(request.call()).on().contains(FdKind.VM);
        return rule.isChecked() && request.asked().isWhole() && !hasNoVm ? rule.check(request) : Finding.UNKNOWN;
    }
}
