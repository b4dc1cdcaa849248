package org.kvmsh.bindings.board.build;

import java.util.List;

/**
 * The properties of a board's architecture that make needs to know.
 *
 * @param board the board's name, for messages
 * @param table the architecture's name in kvmsh, which kept kernels are sorted by
 * @param arch make's ARCH
 * @param source the architecture's directory below arch/
 * @param compiler the compiler for it
 * @param packages Debian's packages of the compiler
 * @param image the file that QEMU boots, below the build's directory
 * @param kvmModules KVM's modules below the build's directory; empty where it is built in
 * @param config the CONFIG_ lines of a small kernel with KVM
 */
public record KernelTarget(
        String board,
        String table,
        String arch,
        String source,
        String compiler,
        List<String> packages,
        String image,
        List<String> kvmModules,
        String config) {
    public KernelTarget {
        packages = List.copyOf(packages);
        kvmModules = List.copyOf(kvmModules);
    }

    /**
     * The text that distinguishes a kernel for it from other kernels: boards of one architecture share a kernel, and
     * the configuration is identified separately.
     */
    String identity() {
        return String.join(" ", table, arch, source, prefix(), image, String.join(",", kvmModules));
    }

    /** The value of CROSS_COMPILE. */
    String prefix() {
        return compiler.substring(0, compiler.length() - "gcc".length());
    }

    /** Whether a change of this source file affects only KVM's modules. */
    boolean isOfKvmModules(String path) {
        return !kvmModules.isEmpty()
                && (path.startsWith("arch/" + source + "/kvm/") || path.startsWith("virt/kvm/"))
                && path.matches(".*\\.[chS]");
    }
}
