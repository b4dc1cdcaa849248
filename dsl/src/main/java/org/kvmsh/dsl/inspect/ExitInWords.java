package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitAdvice;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.ExitValue;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * An exit reason in words: when it comes, what to read, what to do, and whether another KVM_RUN is needed afterwards.
 */
public final class ExitInWords {
    private static final String OWED =
            "call KVM_RUN again to complete the operation; set immediate_exit = 1 to complete it without running the"
                    + " guest";
    private static final String NOT_OWED = "no further KVM_RUN is needed";

    private ExitInWords() {}

    /**
     * An exit reason, or a constant that is a value inside one.
     *
     * @param named KVM_EXIT_SHUTDOWN, shutdown, or its number
     * @return empty for what is no exit's name
     * @throws ScriptError for the name or number of an exit that the ABI does not have
     */
    public static Optional<Explained> of(Abi abi, Object named, Site site) {
        Optional<Explained> found = find(abi, named);
        if (found.isEmpty() && (named instanceof Number || String.valueOf(named).startsWith(ExitReasons.PREFIX))) {
            List<String> known =
                    ExitReasons.of(abi).stream().map(Constant::name).toList();
            throw new ScriptError(
                    site, "unknown exit " + named + " on " + abi.table(), Nearest.note(String.valueOf(named), known));
        }
        return found;
    }

    private static Optional<Explained> find(Abi abi, Object named) {
        if (named instanceof Number number) {
            return Optional.ofNullable(ExitReasons.numbered(abi, number.longValue()))
                    .map(reason -> reason(abi, reason));
        }
        String name = String.valueOf(named);
        ExitValue value = ExitReasons.value(name);
        if (value != null && abi.hasConstant(name)) {
            return Optional.of(Explained.exit(List.of(
                    name + " = " + abi.constant(name) + ", in " + value.field() + " of " + value.exit() + ": "
                            + value.meaning(),
                    "  try: explain '" + value.exit() + "'")));
        }
        String whole = name.startsWith(ExitReasons.PREFIX) ? name : ExitReasons.PREFIX + name.toUpperCase(Locale.ROOT);
        return ExitReasons.of(abi).stream()
                .filter(reason -> reason.name().equals(whole))
                .findFirst()
                .map(reason -> reason(abi, reason));
    }

    private static Explained reason(Abi abi, Constant reason) {
        String name = reason.name();
        List<String> lines = new ArrayList<>();
        String sentence = ExitReasons.sentence(name);
        lines.add(name + " = " + reason.value() + ", an exit: " + (sentence == null ? "added by a patch" : sentence));
        ExitAdvice advice = ExitReasons.advice(name);
        if (advice != null && !advice.isOf(abi.arch())) {
            lines.add(
                    advice.architectures().isEmpty()
                            ? "  no current kernel has this exit"
                            : "  no " + abi.arch() + " kernel has this exit; it is an exit of "
                                    + String.join(", ", advice.architectures()));
        }
        List<String> fields = fields(abi.struct("kvm_run"), ExitReasons.part(abi, name));
        lines.add(fields.isEmpty() ? "  fields of kvm_run: none" : "  fields of kvm_run: " + String.join(", ", fields));
        if (advice != null) {
            lines.add("  what to do: " + advice.todo());
            lines.add("  " + (advice.owes() ? OWED : NOT_OWED));
        }
        ExitReasons.values(abi, name)
                .forEach(value -> lines.add("  " + value.field() + " " + value.constant() + " ("
                        + abi.constant(value.constant()) + "): " + value.meaning()));
        Architecture.of(abi).exitNotes().values(abi, name).forEach(line -> lines.add("  " + line));
        if (advice != null) {
            lines.add("  "
                    + (advice.seen().isEmpty() ? "not yet seen on a real kernel" : "seen on boards: " + advice.seen()));
            lines.add("  source: " + advice.source());
        }
        return Explained.exit(lines);
    }

    /** {@code mmio.phys_addr}, and of an array its length too. */
    private static List<String> fields(Struct run, String part) {
        return part == null || !run.has(part)
                ? List.of()
                : run.fields().stream()
                        .filter(field -> !field.isPadding()
                                && (field.name().equals(part) || field.name().startsWith(part + ".")))
                        .map(ExitInWords::text)
                        .toList();
    }

    private static String text(Field field) {
        return field.name() + (field.count() == 1 ? "" : "[" + field.count() + "]");
    }
}
