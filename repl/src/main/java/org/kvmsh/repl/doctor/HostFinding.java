package org.kvmsh.repl.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that kvmsh uses on this host.
 *
 * @param name of the thing
 * @param present whether this host has it
 * @param about its version, or what is missing
 * @param howTo how to get it; null if it is present, or nothing helps
 */
public record HostFinding(String name, boolean present, String about, String howTo) {
    static HostFinding ok(String name, String about) {
        return new HostFinding(name, true, about, null);
    }

    static HostFinding missing(String name, String about, String howTo) {
        return new HostFinding(name, false, about, howTo);
    }

    String state() {
        return present ? "ok" : "missing";
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("present", present);
        facts.put("about", about);
        facts.put("howTo", howTo);
        return facts;
    }
}
