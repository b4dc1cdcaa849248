package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.CapabilityMeanings;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Wildcard;
import org.kvmsh.dsl.word.Word;

/** The results of KVM_CHECK_EXTENSION on KVM, and on a VM, capability by capability. */
public final class Capabilities implements AsJson {
    static final String PREFIX = "KVM_CAP_";
    /** The pattern of every name. */
    public static final String ALL = "*";

    private final Supplier<Answers> asked;
    private Answers answers;
    /** The pattern of the names that were asked for; null for all. */
    private final Pattern wanted;
    /** The facts of a board or a file by its name; null where boards are not at the script's disposal. */
    private final Function<String, Map<String, Object>> boards;

    /** @param ofVm whether a VM was asked too */
    private record Answers(List<Capability> all, boolean ofVm) {}

    private Capabilities(Supplier<Answers> asked, Pattern wanted, Function<String, Map<String, Object>> boards) {
        this.asked = asked;
        this.wanted = wanted;
        this.boards = boards;
    }

    /** The same, which can compare boards. */
    public Capabilities comparing(Function<String, Map<String, Object>> facts) {
        return new Capabilities(asked, wanted, facts);
    }

    /**
     * Queries all capabilities in the board's headers that match a pattern; without one, when somebody looks at them:
     * {@code caps('*MEM*')} and {@code caps.diff} of JavaScript read {@code caps} first.
     *
     * @param pattern of names with or without KVM_CAP_; {@code *} matches any letters
     * @param vm the VM to query, or null
     */
    public static Capabilities of(String pattern, KvmFile kvm, KvmFile vm) {
        if (pattern == null) {
            throw new ScriptError(Site.UNKNOWN, "caps needs a pattern", "try: caps 'PPC*', or caps '*' for all");
        }
        Abi abi = kvm.kernel().abi();
        Pattern regex = Wildcard.of(pattern.toUpperCase(Locale.ROOT).replaceFirst("^" + PREFIX, ""), 0);
        List<Constant> named = abi.constants().stream()
                .filter(c -> c.name().startsWith(PREFIX))
                .toList();
        List<Constant> wanted = named.stream()
                .filter(c -> regex.matcher(c.name().substring(PREFIX.length())).matches())
                .toList();
        if (wanted.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the headers of " + abi.table() + " have no capability " + pattern,
                    Nearest.note(
                            pattern.startsWith(PREFIX) ? pattern : PREFIX + pattern,
                            named.stream().map(Constant::name).toList()));
        }
        if (pattern.equals(ALL)) {
            return new Capabilities(() -> answers(abi, wanted, kvm, vm), null, null);
        }
        Answers found = answers(abi, wanted, kvm, vm);
        return new Capabilities(() -> found, regex, null);
    }

    private static Answers answers(Abi abi, List<Constant> wanted, KvmFile kvm, KvmFile vm) {
        boolean asksVm = vm != null && answer(kvm, (int) abi.constant("KVM_CAP_CHECK_EXTENSION_VM")) > 0;
        List<Capability> all = new ArrayList<>();
        for (Constant cap : wanted) {
            int ofKvm = answer(kvm, cap.value());
            Integer ofVm = asksVm ? (Integer) answer(vm, cap.value()) : null;
            int value = ofVm == null ? ofKvm : ofVm;
            all.add(new Capability(
                    cap.name(),
                    ofKvm,
                    ofVm,
                    CapabilityMeanings.of(cap.name(), value),
                    CapabilityMeanings.bits(abi, cap.name(), value)));
        }
        all.sort((one, other) -> one.name().compareTo(other.name()));
        return new Answers(List.copyOf(all), asksVm);
    }

    @Word(
            value = "the differences between two boards in capabilities, VM types, devices, proposals, kernel and"
                    + " parameters of KVM's modules. Give each board by its name (with ?release= for one of its"
                    + " kernels) or by a file that kvmsh boards facts wrote. A pattern before them limits the"
                    + " comparison to the capabilities that match",
            example = "caps.diff 'qemu:x86_64', 'qemu:x86_64?release=7.2'",
            js = "caps.diff('qemu:x86_64', 'qemu:x86_64?release=7.2')")
    public CapabilityDifferences diff(String first, String second) {
        if (boards == null) {
            throw new ScriptError(
                    Site.UNKNOWN, "diff compares boards, not machines", "try: caps.diff 'kvm', 'qemu:x86_64'");
        }
        return CapabilityDifferences.of(
                boards.apply(first),
                boards.apply(second),
                wanted == null
                        ? null
                        : name -> wanted.matcher(name.replaceFirst("^" + PREFIX, ""))
                                .matches());
    }

    /** A capability that a kernel cannot be asked is unsupported. */
    private static int answer(KvmFile file, long capability) {
        IoctlResult<Integer> answer = file.ioctl("KVM_CHECK_EXTENSION", capability);
        return answer.ok() ? answer.value() : 0;
    }

    @Word(value = "the capabilities, by name", example = "caps('*MEM*').all[0].name")
    public List<Capability> getAll() {
        return answers().all();
    }

    private synchronized Answers answers() {
        if (answers == null) {
            answers = asked.get();
        }
        return answers;
    }

    @Word(value = "the supported capabilities", example = "caps('*MEM*').there")
    public List<Capability> getThere() {
        return getAll().stream().filter(Capability::isThere).toList();
    }

    @Word(value = "the value of one capability", example = "caps('*').value('NR_VCPUS')")
    public int value(String name) {
        return named(name).getValue();
    }

    @Word(value = "one capability", example = "caps('*').named('SYNC_REGS').bits")
    public Capability named(String name) {
        String whole = name.startsWith(PREFIX) ? name : PREFIX + name;
        return getAll().stream()
                .filter(cap -> cap.name().equals(whole))
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        Site.UNKNOWN,
                        whole + " is not among these capabilities",
                        Nearest.note(
                                whole, getAll().stream().map(Capability::name).toList())));
    }

    @Override
    public Object facts() {
        return getAll();
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        List<Capability> there = getThere();
        int width = there.stream().mapToInt(cap -> cap.name().length()).max().orElse(0);
        there.forEach(cap -> lines.add(cap.line(width)));
        List<String> absent = getAll().stream()
                .filter(cap -> !cap.isThere())
                .map(cap -> cap.name().substring(PREFIX.length()))
                .toList();
        if (!absent.isEmpty()) {
            lines.add("not supported: " + String.join(" ", absent));
        }
        return String.join("\n", lines)
                + (answers().ofVm() ? "" : "\nvalues for /dev/kvm; a VM may report different ones");
    }
}
