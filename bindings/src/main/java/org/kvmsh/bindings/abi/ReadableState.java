package org.kvmsh.bindings.abi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state that the kernel returns: the attributes that have a value. And the state that an ioctl sets and none
 * returns.
 */
public final class ReadableState {
    private ReadableState() {}

    /**
     * The sizes in bytes of the values of an owner's device attributes, by GROUP or GROUP.ATTRIBUTE.
     *
     * @param owner VCPU, VM or SYSTEM
     */
    public static Map<String, Integer> attributes(String owner) {
        Map<String, Integer> bytes = new LinkedHashMap<>();
        Meaning.TABLE.names("attribute").stream()
                .filter(name -> name.startsWith(owner + "."))
                .forEach(name -> bytes.put(
                        name.substring(owner.length() + 1),
                        Integer.parseInt(Meaning.TABLE.line("attribute", name)[2])));
        return bytes;
    }

    /**
     * The state that an ioctl sets and no ioctl returns, in words.
     *
     * @param set the ioctl, such as KVM_SET_MSRS
     * @return null if all that it sets can be read
     */
    public static String unreadable(String set) {
        String[] sets = Meaning.TABLE.line("unreadable", set);
        return sets == null ? null : sets[2];
    }
}
