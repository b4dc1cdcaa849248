package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The ioctls that a kernel lacks, and what it answers to one: the rows of {@code absent.tsv}, by architecture and kind
 * of descriptor.
 */
public final class AbsentIoctls {
    /** Whether a kernel has an ioctl. */
    public enum Presence {
        PRESENT,
        ABSENT,
        UNKNOWN
    }

    private static final String NONE = "-";
    private static final String CAPABILITY = "KVM_CAP_";
    private static final String ALL = "*";
    /** The oldest release that the tables are about. */
    private static final Releases.Release FIRST = new Releases.Release(6, 1);

    /** One row: which errno an ioctl without a case gets. */
    private record Answer(Errno errno, String source) {}

    /**
     * One row: that kernels have a case for an ioctl.
     *
     * @param since the first release that always has it; null if every kernel has it, or if a capability alone tells
     * @param gates the capabilities one of which an earlier kernel with the case has; empty if none tells
     * @param reason why a kernel without them refuses the ioctl; null if it has no case
     */
    private record Case(Releases.Release since, List<String> gates, String reason) {}

    /** One row: a case that refuses every call. */
    private record Stub(Errno errno, String text, String source) {}

    /** An ioctl on a kind of descriptor. */
    private record Place(FdKind on, String call) {}

    /** The rows of one architecture. */
    private static final class OfArch {
        private final Map<FdKind, Answer> answers = new EnumMap<>(FdKind.class);
        private final Map<Place, Case> cases = new HashMap<>();
        private final Map<Place, Stub> stubs = new HashMap<>();
    }

    /** Read when a call is first refused. */
    private static final class Table {
        private static final Map<Arch, OfArch> ROWS = read();
        private static final Map<String, Arch> DEVICES = rows("device")
                .flatMap(row -> Arrays.stream(row[2].split(",")).map(type -> Map.entry(type, arch(row[1]))))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        private static final Set<String> UNREPORTED = rows("unreported")
                .flatMap(row -> Arrays.stream(row[1].split(",")))
                .collect(Collectors.toUnmodifiableSet());

        private static Stream<String[]> rows(String... kinds) {
            return TsvTable.rows(AbsentIoctls.class, "absent.tsv").stream()
                    .filter(row -> List.of(kinds).contains(row[0]));
        }

        private static Map<Arch, OfArch> read() {
            Map<Arch, OfArch> rows = new EnumMap<>(Arch.class);
            Stream.of(Arch.values()).forEach(arch -> rows.put(arch, new OfArch()));
            rows("answer", "case", "stub").forEach(row -> {
                for (Arch arch : row[1].equals(ALL)
                        ? List.of(Arch.values())
                        : Arrays.stream(row[1].split(",")).map(Table::arch).toList()) {
                    Arrays.stream(row[2].split(","))
                            .forEach(kind -> add(rows.get(arch), FdKind.valueOf(kind.toUpperCase(Locale.ROOT)), row));
                }
            });
            return rows;
        }

        private static Arch arch(String name) {
            return Arch.valueOf(name.toUpperCase(Locale.ROOT));
        }

        private static void add(OfArch rows, FdKind on, String[] row) {
            switch (row[0]) {
                case "answer" -> rows.answers.put(on, new Answer(Errno.valueOf(row[3]), row[4]));
                case "case" ->
                    Arrays.stream(row[3].split(","))
                            .forEach(call -> rows.cases.put(
                                    new Place(on, call), caseOf(row[4], row.length > 5 ? row[5] : null)));
                case "stub" ->
                    Arrays.stream(row[3].split(","))
                            .forEach(call -> rows.stubs.put(
                                    new Place(on, call), new Stub(Errno.valueOf(row[4]), row[5], row[6])));
                default -> throw new IllegalStateException("no such row: " + row[0]);
            }
        }

        private static Case caseOf(String since, String reason) {
            String[] sides = since.split("<");
            boolean gated = since.startsWith(CAPABILITY);
            return new Case(
                    since.equals(NONE) ? null : Releases.Release.of(sides[sides.length - 1]),
                    gated ? List.of(sides[0].split("\\|")) : List.of(),
                    reason);
        }
    }

    private AbsentIoctls() {}

    /**
     * The rule of a call that a kernel has no case for, if it returned its errno for such calls; null otherwise.
     *
     * @param errno the positive error number
     * @param text describes the call, for the violation
     */
    public static Violation unknown(Arch arch, FdKind on, int errno, String text) {
        Answer answer = Table.ROWS.get(arch).answers.get(on);
        return answer == null || answer.errno().number() != errno
                ? null
                : violation(answer.errno(), text, answer.source());
    }

    /** Whether a kernel has an ioctl on a kind of descriptor, as far as its capabilities and its release tell. */
    public static Presence presence(Abi abi, Ioctl ioctl, FdKind on, Facts facts) {
        OfArch rows = Table.ROWS.get(abi.arch());
        Place place = new Place(on, ioctl.name());
        if (rows.answers.isEmpty()) {
            return Presence.UNKNOWN;
        }
        return rows.stubs.containsKey(place)
                ? Presence.ABSENT
                : absence(abi, ioctl, on, facts) != null
                        ? Presence.ABSENT
                        : isSure(abi, ioctl, rows.cases.get(place), facts) ? Presence.PRESENT : Presence.UNKNOWN;
    }

    private static boolean isSure(Abi abi, Ioctl ioctl, Case known, Facts facts) {
        return known == null
                ? abi.hasConstant(ioctl.capability())
                : known.since() == null || Releases.Release.of(facts.release()) != null;
    }

    /**
     * The rules of the cases that refuse every call, or every call without a capability, for lists of an ioctl's rules.
     */
    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        Table.ROWS.forEach((arch, rows) -> {
            rows.stubs.forEach((place, stub) -> rules.add(Rule.of(stub.errno(), stub.text(), stub.source(), null)
                    .on(place.call())
                    .in(arch)));
            rows.cases.forEach((place, known) -> Stream.ofNullable(known.reason())
                    .forEach(reason -> rules.add(Rule.of(
                                    rows.answers.get(place.on()).errno(),
                                    reason,
                                    rows.answers.get(place.on()).source(),
                                    null)
                            .on(place.call())
                            .in(arch))));
        });
        return rules;
    }

    /**
     * Whether a kernel returned an errno because it lacks the ioctl.
     *
     * @param errno the positive error number
     */
    public static boolean explains(Request request, int errno) {
        return behind(request, errno) != null;
    }

    /**
     * The rule of a refused request whose ioctl the kernel lacks; null if the kernel has it, or returned another errno.
     */
    static Violation behind(Request request, int errno) {
        Violation absent = refused(request);
        if (absent != null) {
            return absent.rule().gives(errno) ? absent : null;
        }
        if (request.call().equals("KVM_ENABLE_CAP")
                && errno == Errno.EINVAL.number()
                && request.asked().struct() != null
                && request.field("flags") == 0) {
            String capability = unsupported(request);
            if (capability != null) {
                return violation(
                        Errno.EINVAL,
                        capability + " is 0: " + request.asked().on().phrase() + " does not support it",
                        "api.rst 4.37 KVM_ENABLE_CAP");
            }
        }
        return null;
    }

    /**
     * The rule of a request whose ioctl the kernel lacks; null if the kernel has it, if a proposal answers it, or if
     * the kernel is older than the tables.
     */
    static Violation of(Request request) {
        Facts facts = request.facts();
        Releases.Release release = Releases.Release.of(facts.release());
        return release == null || release.isBefore(FIRST) || facts.isProposed(request.call()) == Boolean.TRUE
                ? null
                : refused(request);
    }

    private static Violation refused(Request request) {
        Abi abi = request.asked().abi();
        FdKind on = request.asked().on();
        OfArch rows = Table.ROWS.get(abi.arch());
        Stub stub = rows.stubs.get(new Place(on, request.call()));
        if (stub != null) {
            return violation(stub.errno(), stub.text(), stub.source());
        }
        Answer answer = rows.answers.get(on);
        String absence = answer == null || !abi.hasIoctl(request.call())
                ? null
                : absence(abi, abi.ioctl(request.call()), on, request.facts());
        return absence == null ? null : violation(answer.errno(), absence, answer.source());
    }

    /** The capability to enable, if KVM_CHECK_EXTENSION reports 0; null otherwise. */
    private static String unsupported(Request request) {
        Abi abi = request.asked().abi();
        return abi.constants(CAPABILITY).entrySet().stream()
                .filter(cap -> cap.getValue() == request.field("cap"))
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(name ->
                        !Table.UNREPORTED.contains(name) && request.facts().capability(name) == 0)
                .orElse(null);
    }

    /** Why a kernel lacks an ioctl, in words; null if it has it, or if that is not known. */
    private static String absence(Abi abi, Ioctl ioctl, FdKind on, Facts facts) {
        Case known = Table.ROWS.get(abi.arch()).cases.get(new Place(on, ioctl.name()));
        // The kernel under test may have what a patch adds, on any architecture.
        boolean patched = known == null && !isOfKernel(ioctl);
        List<String> gates = patched && abi.hasConstant(ioctl.capability())
                ? List.of(ioctl.capability())
                : known == null ? List.of() : known.gates();
        if (known == null && !patched && isNewer(abi, facts)) {
            return null;
        }
        if (known == null && !patched) {
            return abi.arch() + " kernels have no " + ioctl.name() + " on " + on.phrase();
        }
        if (known != null && known.since() != null && (known.gates().isEmpty() || !isBefore(facts, known.since()))) {
            return !isBefore(facts, known.since())
                    ? null
                    : ioctl.name() + " on " + on.phrase() + " is new in Linux " + known.since() + "; this kernel is "
                            + facts.release();
        }
        return gates.isEmpty() || gates.stream().anyMatch(gate -> facts.capability(gate) != 0)
                ? null
                : String.join(" and ", gates)
                        + (gates.size() == 1 ? " is 0: " : " are 0: ")
                        + (known != null && known.reason() != null
                                ? known.reason()
                                : (facts.release() == null ? "this board" : "this kernel") + " lacks the ioctl");
    }

    private static boolean isBefore(Facts facts, Releases.Release since) {
        Releases.Release release = Releases.Release.of(facts.release());
        return release != null && release.isBefore(since);
    }

    /** Whether a kernel may have a case that the tables lack. */
    private static boolean isNewer(Abi abi, Facts facts) {
        Releases.Release tables = Releases.Release.of(abi.release().replaceFirst("^Linux ", ""));
        Releases.Release kernel = Releases.Release.of(facts.release());
        return tables != null && kernel != null && tables.isBefore(kernel);
    }

    /** Whether it is from the kernel's own headers. */
    private static boolean isOfKernel(Ioctl ioctl) {
        return ioctl.origin().startsWith("include/") || ioctl.origin().startsWith("arch/");
    }

    /** The architecture whose kernels alone have a type of device; null for one that several have. */
    static Arch ofDevice(String type) {
        return Table.DEVICES.get(type);
    }

    private static Violation violation(Errno errno, String text, String source) {
        return new Violation(
                new Rule(Set.of(), Set.of(), List.of(errno), Releases.ALL, text, source, null, false), text);
    }
}
