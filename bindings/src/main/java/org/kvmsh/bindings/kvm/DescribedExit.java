package org.kvmsh.bindings.kvm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;

/**
 * The members that scripts may use of an exit of a given reason, described without an exit.
 *
 * @param name as {@link Exit#name}
 * @param sentence what it means
 * @param type the class of the exit
 * @param waits the kind of answer that the guest waits for, in the case or direction that is 0 in kvm_run
 * @param fields its other fields in kvm_run, by the kernel's names
 */
public record DescribedExit(
        String name, String sentence, Class<? extends Exit> type, Exit.Waits waits, Collection<Part> fields) {
    /**
     * A field by the kernel's name.
     *
     * @param name dotted where it is inside a struct or a union: {@code arch.pc}
     * @param wide whether it, or an element of it, has 64 bits
     * @param count 1 unless it is an array
     */
    public record Part(String name, boolean wide, int count) {}

    /** The exits of ABIs, by name, each with the fields that it has in any of them. */
    public static List<DescribedExit> of(Collection<Abi> abis) {
        Map<String, DescribedExit> found = new TreeMap<>();
        for (Abi abi : abis) {
            for (Constant reason : abi.hasStruct("kvm_run") ? ExitReasons.of(abi) : List.<Constant>of()) {
                DescribedExit other = of(abi, reason);
                found.merge(other.name(), other, DescribedExit::with);
            }
        }
        Exit call = new UcallExit(new Exit.Hlt(0, null), 0, new long[0], null, null);
        found.put(
                call.name(),
                new DescribedExit(call.name(), "a guest in C calls sync", call.getClass(), call.waits(), List.of()));
        return List.copyOf(found.values());
    }

    /** Decodes the exit in a kvm_run that is otherwise 0, as {@link KvmRun} decodes the kernel's. */
    private static DescribedExit of(Abi abi, Constant reason) {
        Struct layout = abi.struct("kvm_run");
        HeapRegion blank = new HeapRegion(new byte[layout.size()], abi.order());
        blank.putInt(layout.offset("exit_reason"), (int) reason.value());
        Exit exit = KeptExit.of(abi, blank);
        return new DescribedExit(
                exit.name(),
                ExitReasons.sentence(reason.name()),
                exit.getClass(),
                exit.waits(),
                exit instanceof NamedExit ? fields(abi, ExitReasons.part(abi, reason.name())) : List.of());
    }

    /** The exits of a class of views, as handlers get them by a key: those of MSRs are two. */
    public static List<DescribedExit> of(Abi abi, Class<?> type) {
        return of(List.of(abi)).stream().filter(exit -> exit.type() == type).toList();
    }

    /** Named from the part on, without padding. */
    private static List<Part> fields(Abi abi, String part) {
        Struct run = abi.struct("kvm_run");
        return part == null
                ? List.of()
                : run.fields().stream()
                        .filter(field -> !field.isPadding()
                                && (field.name().equals(part) || field.name().startsWith(part + ".")))
                        .map(field -> new Part(
                                field.name().equals(part) ? part : field.name().substring(part.length() + 1),
                                field.bytes() >= Long.BYTES,
                                field.count()))
                        .toList();
    }

    private DescribedExit with(DescribedExit other) {
        Map<String, Part> all = new LinkedHashMap<>();
        fields.forEach(field -> all.put(field.name(), field));
        other.fields().forEach(field -> all.putIfAbsent(field.name(), field));
        return new DescribedExit(name, sentence, type, waits, List.copyOf(all.values()));
    }

    /** The members that all of its class have; a field of the same name replaces one, as {@code reason} of an MSR. */
    public List<MembersOfExit.Member> members() {
        return MembersOfExit.of(type).described().stream()
                .filter(member ->
                        fields.stream().noneMatch(field -> field.name().equals(member.name())))
                .toList();
    }

    /** Whether the guest waits for a handler's result, at least in one direction. */
    public boolean isAnswered() {
        return waits != Exit.Waits.FOR_NOTHING;
    }

    /** The meaning of a handler's result for the guest; null if the guest waits for none. */
    public String result() {
        if (!isAnswered()) {
            return null;
        }
        String own = MembersOfExit.of(type).result();
        return own != null
                ? own
                : waits == Exit.Waits.FOR_A_VALUE
                        ? "the value that the guest reads"
                        : "the status of the call; 0 if the result is not a number";
    }

    /** The key of its handlers; null if they are registered by reason. */
    public KeyedExit key() {
        return KeyedExit.of(name);
    }

    /** The kernel's name of the exit reason; for a call of the guest library its name in scripts. */
    public String title() {
        return key() != null && key().isOfLibrary() ? name : ExitReasons.PREFIX + name.toUpperCase(Locale.ROOT);
    }

    /**
     * Whether the handlers of a key get it.
     *
     * @param reason the constant of a handler by reason, {@code KVM_EXIT_HLT}
     */
    public boolean isFor(KeyedExit by, String reason) {
        return by == KeyedExit.EXIT ? title().equals(reason) : key() == by;
    }

    /** Every name that scripts may ask of it directly, its fields' before the first dot. */
    public List<String> names() {
        return Stream.concat(
                        members().stream().map(MembersOfExit.Member::name),
                        fields.stream().map(field -> field.name().replaceFirst("\\..*", "")))
                .distinct()
                .toList();
    }
}
