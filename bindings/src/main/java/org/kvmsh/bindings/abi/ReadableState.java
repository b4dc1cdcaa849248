package org.kvmsh.bindings.abi;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which state the kernel returns: the attributes that have a value, and what a call sets that no call returns. */
public final class ReadableState {
    private ReadableState() { }

    /**
     * How many bytes the values of the attributes of an owner have, by GROUP or GROUP.ATTRIBUTE.
     *
     * @param owner VCPU, VM or SYSTEM
     */
    public static Map<String, Integer> attributes(String owner) {
        Map<String, Integer> bytes = new LinkedHashMap<>();
        Meaning.TABLE.names("attribute").stream().filter(name -> name.startsWith(owner + "."))
                .forEach(name -> bytes.put(name.substring(owner.length() + 1), Integer.parseInt(Meaning.TABLE.line("attribute", name)[2])));
        return bytes;
    }

    /** What a call sets that no call returns; null if it sets nothing like that. */
    public static String unreadable(String set) {
        String[] sets = Meaning.TABLE.line("unreadable", set);
        return sets == null ? null : sets[2];
    }
}
