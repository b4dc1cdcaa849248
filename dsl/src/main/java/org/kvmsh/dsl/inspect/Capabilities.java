package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
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
    record Answers(List<Capability> all, boolean ofVm) {}

    Capabilities(Supplier<Answers> asked, Pattern wanted, Function<String, Map<String, Object>> boards) {
        this.asked = asked;
        this.wanted = wanted;
        this.boards = boards;
    }

    /** The same, which can compare boards. */
    public Capabilities comparing(Function<String, Map<String, Object>> facts) {
        return new Capabilities(asked, wanted, facts);
    }

    @Word(
            value = "differences between two boards: capabilities, VM types, devices, proposals, kernel, KVM"
                    + " module parameters. Each argument is a board name, NAME?release=VERSION for one of its"
                    + " kernels, or a file written by kvmsh boards facts. caps('PATTERN').diff compares only"
                    + " matching capabilities",
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
        return CapabilitiesText.of(this, answers().ofVm());
    }
}
