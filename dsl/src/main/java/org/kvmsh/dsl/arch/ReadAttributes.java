package org.kvmsh.dsl.arch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a device, each of which is read once: many interrupts share a register. */
public final class ReadAttributes {
    private final SavedAttributes device;
    private final Map<List<Object>, Long> values = new HashMap<>();

    public ReadAttributes(SavedAttributes device) {
        this.device = device;
    }

    /** An attribute's value; 0 if the kernel refuses it, which the device then lacks. */
    public long value(String group, long attribute, int bytes) {
        return values.computeIfAbsent(List.of(group, attribute), key -> {
            Long read = device.read(group, attribute, bytes);
            return read == null ? 0 : read;
        });
    }
}
