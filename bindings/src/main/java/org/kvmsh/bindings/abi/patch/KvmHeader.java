package org.kvmsh.bindings.abi.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header of KVM's by its path, in the kernel's tree or in a copy of its headers.
 *
 * @param architecture the folder below arch/ that it belongs to; empty for the header of all
 * @param copy         whether it is the copy in tools/ or in QEMU's linux-headers/, which follows the kernel's own
 */
record KvmHeader(String architecture, boolean copy) {
    private static final Pattern GENERIC = Pattern.compile("(tools/|usr/)?include/(?:uapi/)?linux/kvm\\.h|(linux-headers/)linux/kvm\\.h");
    private static final Pattern OF_ARCH = Pattern.compile("(tools/)?arch/(\\w+)/include/(?:uapi/)?asm/kvm\\.h|(linux-headers/)asm-(\\w+)/kvm\\.h");

    /** Null for any other file. */
    static KvmHeader of(String file) {
        Matcher generic = GENERIC.matcher(file);
        if (generic.matches()) {
            return new KvmHeader("", generic.group(1) != null || generic.group(2) != null);
        }
        Matcher own = OF_ARCH.matcher(file);
        return !own.matches() ? null : own.group(2) != null ? new KvmHeader(own.group(2), own.group(1) != null) : new KvmHeader(own.group(4), true);
    }
}
