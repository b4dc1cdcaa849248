package org.kvmsh.bindings.kvm.state;

import java.util.HashMap;
import java.util.Map;

/** The state of a device after the calls on it so far. */
public final class CreatedDevice implements VmMember {
    /**
     * The identification of an attribute: api.rst 4.80.
     *
     * @param group kvm_device_attr.group
     * @param attr kvm_device_attr.attr
     */
    public record Attribute(long group, long attr) {}

    private final long type;
    private final Map<Attribute, Long> attributes = new HashMap<>();

    /** @param type of KVM_CREATE_DEVICE */
    CreatedDevice(long type) {
        this.type = type;
    }

    @Override
    public boolean took(CallRequest asked) {
        if (!asked.call().equals("KVM_SET_DEVICE_ATTR")) {
            return false;
        }
        Long value = asked.pointed(asked.field("addr"), Long.BYTES);
        set(
                new Attribute(asked.field("group"), asked.field("attr")),
                value != null ? value : asked.pointed(asked.field("addr"), Integer.BYTES));
        return true;
    }

    synchronized void set(Attribute attribute, Long value) {
        attributes.put(attribute, value);
    }

    /** The type that KVM_CREATE_DEVICE was given, KVM_DEV_TYPE_*. */
    public long type() {
        return type;
    }

    /** Whether KVM_SET_DEVICE_ATTR has set an attribute. */
    public synchronized boolean has(Attribute attribute) {
        return attributes.containsKey(attribute);
    }

    /**
     * The value that an attribute was last set to, of 64 bits; null if it was not set, or where its value is not known.
     */
    public synchronized Long value(Attribute attribute) {
        return attributes.get(attribute);
    }
}
