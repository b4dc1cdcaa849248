package org.kvmsh.bindings.abi.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header of KVM's by its path, in the kernel's tree or in a copy of its headers.
 *
 * @param architecture the directory below arch/ that it belongs to; empty for the header of all
 * @param copy whether it is the copy in tools/, in QEMU's linux-headers/ or in kvmtool, which follows the kernel's
 *     header
 */
record KvmHeader(String architecture, boolean copy) {
    private static final Pattern GENERIC =
            Pattern.compile("(tools/|usr/)?include/(?:uapi/)?linux/kvm\\.h|(linux-headers/)linux/kvm\\.h");
    /** A separate header, such as kvm_sdei.h, is included by kvm.h; kvm_para.h is the guest's interface. */
    private static final Pattern OF_ARCH =
            Pattern.compile("(tools/)?arch/(\\w+)/include/(?:(?:uapi/)?asm/kvm|uapi/asm/kvm_(?!para\\.)\\w+)\\.h"
                    + "|(linux-headers/)asm-(\\w+)/kvm\\.h");
    /**
     * Headers of one architecture's that another one shares are below include/uapi; kvmtool has copies, of arm64 in a
     * directory aarch64.
     */
    private static final Pattern SHARED = Pattern.compile("include/uapi/arch/(\\w+)/asm/kvm\\.h");

    private static final Pattern KVMTOOL =
            Pattern.compile("(?:arm/)?(aarch64|arm64|x86|powerpc|mips|riscv|loongarch)/include/asm/kvm\\.h");

    /** Null for any other file. */
    static KvmHeader of(String file) {
        Matcher generic = GENERIC.matcher(file);
        if (generic.matches()) {
            return new KvmHeader("", generic.group(1) != null || generic.group(2) != null);
        }
        Matcher own = OF_ARCH.matcher(file);
        if (own.matches()) {
            return own.group(2) != null
                    ? new KvmHeader(own.group(2), own.group(1) != null)
                    : new KvmHeader(own.group(4), true);
        }
        Matcher shared = SHARED.matcher(file);
        Matcher kvmtool = KVMTOOL.matcher(file);
        return shared.matches()
                ? new KvmHeader(shared.group(1), false)
                : kvmtool.matches() ? new KvmHeader(kvmtool.group(1).replace("aarch64", "arm64"), true) : null;
    }
}
