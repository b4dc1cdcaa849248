package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.Nearest;

/**
 * An exit whose fields in kvm_run are read by name: {@code e.count} of KVM_EXIT_DIRTY_RING_FULL. A vCPU has one object
 * for each exit reason.
 */
public non-sealed class NamedExit implements Exit {
    static final MembersOfExit<NamedExit> MEMBERS = new MembersOfExit<>(NamedExit.class);

    private final Head head;

    /**
     * The properties that each named exit has.
     *
     * @param sentence what it means
     * @param fields its part of kvm_run
     */
    record Head(int reason, String name, String sentence, ExitFields fields, KvmFile owner) {}

    NamedExit(Head head) {
        this.head = head;
    }

    @Override
    public final int reason() {
        return head.reason();
    }

    @Override
    public final String name() {
        return head.name();
    }

    /** The meaning of the exit, in a sentence. */
    public final String sentence() {
        return head.sentence();
    }

    /** The exit's part of kvm_run, by the kernel's names. */
    public final ExitFields fields() {
        return head.fields();
    }

    @Override
    public final KvmFile owner() {
        return head.owner();
    }

    @Override
    public MembersOfExit<? extends NamedExit> members() {
        return MEMBERS;
    }

    /**
     * A field by the kernel's name, unsigned; exit_reason where the kernel has no field of that name.
     *
     * @throws IllegalArgumentException if the exit has no such field
     */
    public Object get(String field) {
        if (field.equals("reason") && !fields().has(field)) {
            return (long) reason();
        }
        check(field);
        return fields().get(field);
    }

    /**
     * Assigns a value to a field, which the kernel reads at the next KVM_RUN if user space answers in that field.
     *
     * @throws IllegalArgumentException if the exit has no such field, if it cannot be assigned, or if the value is no
     *     integer of at most 64 bits
     */
    public void set(String field, Object value) {
        check(field);
        fields().set(field, value);
    }

    private void check(String field) {
        if (!fields().has(field) && !fields().isGroup(field)) {
            List<String> names = Stream.concat(
                            members().described().stream().map(MembersOfExit.Member::name), fields().roots().stream())
                    .distinct()
                    .sorted()
                    .toList();
            String nearest = Nearest.note(field, names);
            throw new IllegalArgumentException("exit " + name() + " has no field " + field
                    + (nearest.isEmpty() ? "" : ", " + nearest) + "; its fields: " + String.join(", ", names));
        }
    }

    @Override
    public String toString() {
        String text = fields().toString();
        return name() + ", " + sentence() + (text.isEmpty() ? "" : ": " + text);
    }
}
