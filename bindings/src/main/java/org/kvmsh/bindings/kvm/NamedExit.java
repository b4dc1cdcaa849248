package org.kvmsh.bindings.kvm;

/**
 * An exit that has a name and fields in kvm_run, and no class of its own: {@code e.count} of KVM_EXIT_DIRTY_RING_FULL. There is one of
 * a reason for each vCPU.
 */
public non-sealed class NamedExit implements Exit {
    private static final MembersOfExit<NamedExit> MEMBERS = namedMembers();

    private final Head head;

    /**
     * What each of them has.
     *
     * @param sentence what it means
     * @param fields   its part of kvm_run
     */
    record Head(int reason, String name, String sentence, ExitFields fields, Vcpu owner) { }

    NamedExit(Head head) {
        this.head = head;
    }

    /** The members that all of them have, for those of one class to add their own. */
    static <E extends NamedExit> MembersOfExit<E> namedMembers() {
        return new MembersOfExit<E>().value("reason", Exit::reason);
    }

    @Override public final int reason() {
        return head.reason();
    }

    @Override public final String name() {
        return head.name();
    }

    public final String sentence() {
        return head.sentence();
    }

    public final ExitFields fields() {
        return head.fields();
    }

    @Override public final Vcpu owner() {
        return head.owner();
    }

    @Override public MembersOfExit<? extends NamedExit> members() {
        return MEMBERS;
    }

    /** A field by the kernel's name, unsigned. */
    public Object get(String field) {
        return fields().get(field);
    }

    /** Gives a field a value, which the kernel takes back at the next KVM_RUN where it is one that user space answers. */
    public void set(String field, Object value) {
        fields().set(field, value);
    }

    @Override public String toString() {
        String text = fields().toString();
        return name() + ", " + sentence() + (text.isEmpty() ? "" : ": " + text);
    }
}
