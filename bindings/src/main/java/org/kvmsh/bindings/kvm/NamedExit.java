package org.kvmsh.bindings.kvm;

/**
 * An exit that has a name and fields in kvm_run, and no record of its own: {@code e.count} of KVM_EXIT_DIRTY_RING_FULL. There is one of
 * a reason for each vCPU.
 */
public sealed class NamedExit implements Exit permits MsrExit, DebugExit, HypercallExit {
    private final int reason;
    private final String name;
    private final String sentence;
    private final ExitFields fields;
    private final Vcpu owner;

    /**
     * @param sentence what it means
     * @param fields   its part of kvm_run
     */
    NamedExit(int reason, String name, String sentence, ExitFields fields, Vcpu owner) {
        this.reason = reason;
        this.name = name;
        this.sentence = sentence;
        this.fields = fields;
        this.owner = owner;
    }

    @Override public final int reason() {
        return reason;
    }

    @Override public final String name() {
        return name;
    }

    public final String sentence() {
        return sentence;
    }

    public final ExitFields fields() {
        return fields;
    }

    @Override public final Vcpu owner() {
        return owner;
    }

    /** A field by the kernel's name, unsigned. */
    public Object get(String field) {
        return fields.get(field);
    }

    /** Gives a field a value, which the kernel takes back at the next KVM_RUN where it is one that user space answers. */
    public void set(String field, Object value) {
        fields.set(field, value);
    }

    @Override public String toString() {
        String text = fields.toString();
        return name + ", " + sentence + (text.isEmpty() ? "" : ": " + text);
    }
}
