package org.kvmsh.dsl.plan;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.dsl.json.AsJson;

/**
 * A system call that a step would make.
 *
 * @param on the kind of its descriptor; null for one that is not KVM's
 * @param request the number that the kernel compares, on the board's architecture; 0 if it is not an ioctl
 * @param argument in words; empty if the call takes none
 * @param value the plain argument; null if the call takes a struct or is not an ioctl
 * @param fields of the struct, by name; null for one that is known only when the call is made
 * @param others the call that fills in the struct's other fields; null if they are zero
 * @param capability the capability for it, with its value here, in words; empty if it is always supported
 */
public record PlannedCall(
        FdKind on,
        String name,
        int request,
        String argument,
        Long value,
        Map<String, Object> fields,
        String others,
        String capability)
        implements AsJson {
    private String file() {
        return on == null ? "" : on.word();
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("on", file());
        facts.put("name", name);
        facts.put("request", request == 0 ? null : Integer.toUnsignedLong(request));
        facts.put("argument", argument);
        facts.put("value", value);
        facts.put("fields", fields);
        facts.put("otherFields", others);
        facts.put("needs", capability);
        return facts;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-6s %s", file(), name)
                + (request == 0 ? "" : " 0x" + Integer.toHexString(request))
                + (argument.isEmpty() ? "" : " " + argument)
                + (capability.isEmpty() ? "" : ", needs " + capability);
    }
}
