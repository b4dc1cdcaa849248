package org.kvmsh.dsl.complete;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.machine.change.Snapshot;

/** What an argument takes, as {@code arguments.tsv} has it. */
enum ArgumentKind {
    /** A value of any kind. */
    ANY(Object.class),
    NUMBER(Number.class),
    PORT(Number.class),
    /** A guest physical address. */
    ADDRESS(Number.class),
    /** An address where the guest has no memory yet. */
    MEMORY(Number.class),
    /** The address of a memslot. */
    MEMSLOT(Number.class),
    SIZE(Number.class),
    TIME(Duration.class),
    FLAG(Boolean.class),
    /** A text of the person's own. */
    TEXT(CharSequence.class),
    BYTES(Object.class),
    /** One of some texts. */
    CHOICE(CharSequence.class),
    FILE(CharSequence.class),
    /** The address of an instruction, as a number or a symbol. */
    CODE(Number.class, CharSequence.class),
    /** Where a vCPU begins. */
    START(Number.class),
    /** The address of any byte, as a number or a symbol. */
    DATA(Number.class, CharSequence.class),
    SYMBOL(CharSequence.class),
    /** A breakpoint or a watchpoint that is set. */
    BREAKPOINT(Number.class),
    REGISTER(CharSequence.class),
    /** A capability as a constant. */
    CAP(Number.class),
    /** A capability's name, or a pattern. */
    CAPABILITY(CharSequence.class),
    /** The argument of an ioctl that is a plain number. */
    CALL_ARGUMENT(Number.class),
    IOCTL(Number.class, CharSequence.class),
    DEVICE(Number.class, CharSequence.class),
    TARGET(Number.class),
    FEATURE(CharSequence.class),
    GROUP(Number.class),
    ATTRIBUTE(Number.class),
    EXIT(Number.class),
    /** The end of a run. */
    UNTIL(ExitKind.class),
    EXIT_NAME(CharSequence.class),
    ERRNO(Number.class),
    HCALL(Number.class, List.class),
    SBI(Number.class),
    BOARD(CharSequence.class),
    /** An architecture, or a pattern of boards. */
    BOARDS(CharSequence.class),
    MODE(),
    /** Any name that the reference explains. */
    NAME(CharSequence.class),
    STRUCT(CharSequence.class),
    /** A pattern of calls. */
    CALLS(CharSequence.class),
    SNAPSHOT(Snapshot.class, CharSequence.class),
    STATISTIC(CharSequence.class);

    private final List<Class<?>> accepted;

    ArgumentKind(Class<?>... accepted) {
        this.accepted = List.of(accepted);
    }

    static ArgumentKind of(String inTable) {
        return valueOf(inTable.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether a value may be given; one whose class is not known may. */
    boolean accepts(Known known) {
        return known == null
                || accepted.stream().anyMatch(type -> type.isAssignableFrom(known.type()))
                || accepted.contains(Number.class) && known.type().isPrimitive();
    }
}
