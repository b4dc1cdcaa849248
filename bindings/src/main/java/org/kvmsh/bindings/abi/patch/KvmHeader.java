package org.kvmsh.bindings.abi.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header of KVM's by its path, in the kernel's tree or in a copy of its headers.
 *
 * @param architecture the directory below arch/ that it belongs to; empty for the header of all
 * @param copy whether it is the copy in tools/, in QEMU's linux-headers/ or in kvmtool, which follows the kernel's
 *     header
 * @param para whether it is kvm_para.h, the guest's interface: hypercalls, features and MSRs
 */
record KvmHeader(String architecture, boolean copy, boolean para) {
    /** Before Linux 3.7, user space had the kernel's own kvm_para.h. */
    private static final Pattern PARA =
            Pattern.compile("(?:include/(?:uapi/)?linux|arch/(\\w+)/include/(?:uapi/)?asm)/kvm_para\\.h");

    private static final Pattern GENERIC =
            Pattern.compile("(tools/|usr/)?include/(?:uapi/)?linux/kvm\\.h|(linux-headers/)linux/kvm\\.h");
    /** A separate header, such as kvm_sdei.h, is included by kvm.h. */
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

    /**
     * A header of the kernel's own, which is not one of those for user space: kvm_para.h before Linux 3.7, or today's.
     */
    static boolean isInternal(String file) {
        return PARA.matcher(file).matches() && !file.contains("/uapi/");
    }

    /** Null for any other file. */
    static KvmHeader of(String file) {
        Matcher generic = GENERIC.matcher(file);
        if (generic.matches()) {
            return new KvmHeader("", generic.group(1) != null || generic.group(2) != null, false);
        }
        Matcher own = OF_ARCH.matcher(file);
        if (own.matches()) {
            return own.group(2) != null
                    ? new KvmHeader(own.group(2), own.group(1) != null, false)
                    : new KvmHeader(own.group(4), true, false);
        }
        Matcher para = PARA.matcher(file);
        if (para.matches()) {
            return new KvmHeader(para.group(1) == null ? "" : para.group(1), false, true);
        }
        Matcher shared = SHARED.matcher(file);
        Matcher kvmtool = KVMTOOL.matcher(file);
        return shared.matches()
                ? new KvmHeader(shared.group(1), false, false)
                : kvmtool.matches() ? new KvmHeader(kvmtool.group(1).replace("aarch64", "arm64"), true, false) : null;
    }
}
