package org.kvmsh.bindings.kvm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Struct;

/**
 * The members that scripts may use of an exit of a given reason, described without an exit.
 *
 * @param name as {@link Exit#name}
 * @param sentence what it means
 * @param type the class of the exit
 * @param fields its other fields in kvm_run, by the kernel's names
 */
public record DescribedExit(String name, String sentence, Class<? extends Exit> type, Collection<Part> fields) {
    /**
     * A field by the kernel's name.
     *
     * @param name dotted where it is inside a struct or a union: {@code arch.pc}
     * @param wide whether it, or an element of it, has 64 bits
     * @param count 1 unless it is an array
     */
    public record Part(String name, boolean wide, int count) {}

    /** The exits whose fields have their own names, as {@link KvmRun} decodes them. */
    private static final Map<String, Class<? extends Exit>> DECODED = Map.of(
            "io",
            Exit.Io.class,
            "mmio",
            Exit.Mmio.class,
            "papr_hcall",
            PaprHcallExit.class,
            "hlt",
            Exit.Hlt.class,
            "shutdown",
            Exit.Shutdown.class,
            "fail_entry",
            Exit.FailEntry.class,
            "internal_error",
            Exit.InternalError.class,
            "system_event",
            Exit.SystemEvent.class);

    private static final Map<String, Class<? extends Exit>> VIEWS = Map.of(
            "debug",
            DebugExit.class,
            "hypercall",
            HypercallExit.class,
            "x86_rdmsr",
            MsrExit.class,
            "x86_wrmsr",
            MsrExit.class,
            "riscv_sbi",
            SbiExit.class);

    /** By the classes that have a {@link Exit#reply}. */
    private static final Map<Class<? extends Exit>, String> RESULTS = Map.of(
            Exit.Io.class,
            "what IN reads; OUT needs none",
            Exit.Mmio.class,
            "what the guest reads; a write needs none",
            PaprHcallExit.class,
            "the status in r3, 0 unless it is a number",
            HypercallExit.class,
            "the hypercall's result, 0 unless it is a number",
            MsrExit.class,
            "the MSR's value",
            SbiExit.class,
            "the SBI error in a0, 0 unless it is a number");

    /** The exits of ABIs, by name, each with the fields that it has in any of them. */
    public static List<DescribedExit> of(Collection<Abi> abis) {
        Map<String, DescribedExit> found = new TreeMap<>();
        for (Abi abi : abis) {
            for (Constant reason : abi.hasStruct("kvm_run") ? ExitReasons.of(abi) : List.<Constant>of()) {
                DescribedExit other = of(abi, reason.name());
                found.merge(other.name(), other, DescribedExit::with);
            }
        }
        return List.copyOf(found.values());
    }

    private static DescribedExit of(Abi abi, String reason) {
        String name = ExitReasons.shortName(reason);
        Class<? extends Exit> decoded = DECODED.get(name);
        return new DescribedExit(
                name,
                ExitReasons.sentence(reason),
                decoded != null ? decoded : VIEWS.getOrDefault(name, NamedExit.class),
                decoded != null ? List.of() : fields(abi, ExitReasons.part(reason)));
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
        return new DescribedExit(name, sentence, type, List.copyOf(all.values()));
    }

    /** The members that all of its class have; a field of the same name replaces one, as {@code reason} of an MSR. */
    public List<MembersOfExit.Member> members() {
        return Exit.membersOf(type).described().stream()
                .filter(member ->
                        fields.stream().noneMatch(field -> field.name().equals(member.name())))
                .toList();
    }

    /** Whether the guest waits for something at it, at least in one direction: a handler's result. */
    public boolean isAnswered() {
        return result() != null;
    }

    /** The meaning of a handler's result for the guest; null if the guest waits for none. */
    public String result() {
        return name.equals("x86_wrmsr") ? null : RESULTS.get(type);
    }

    /** The key of its handlers; null if they are registered by reason. */
    public KeyedExit key() {
        return KeyedExit.of(name);
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
