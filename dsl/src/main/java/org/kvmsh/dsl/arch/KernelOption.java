package org.kvmsh.dsl.arch;

import java.util.List;

/**
 * An option of a kernel's configuration that a board needs for KVM, for its tests or for kvmsh.
 *
 * @param names of it, or of several of which one suffices
 * @param isNeeded whether KVM or kvmsh does not work without it
 * @param use what it is for, in a phrase
 */
public record KernelOption(List<String> names, boolean isNeeded, String use) {
    private static final List<KernelOption> OF_EVERY_KERNEL = List.of(
            needed("the ioctls of /dev/kvm", "CONFIG_KVM"),
            needed("irqfd and ioeventfd", "CONFIG_EVENTFD"),
            optional("creating /dev/kvm where devtmpfs is mounted", "CONFIG_DEVTMPFS"),
            optional("the agent as an initramfs", "CONFIG_BLK_DEV_INITRD"),
            optional("the kernel log, which is read after each test", "CONFIG_PRINTK"),
            optional("/proc/config.gz, which kvmsh reads", "CONFIG_IKCONFIG_PROC"));

    public KernelOption {
        names = List.copyOf(names);
    }

    /** One without which KVM or kvmsh does not work; of several names, one suffices. */
    public static KernelOption needed(String use, String... names) {
        return new KernelOption(List.of(names), true, use);
    }

    /** One without which a part of KVM is missing. */
    public static KernelOption optional(String use, String... names) {
        return new KernelOption(List.of(names), false, use);
    }

    /** Those of any architecture. */
    public static List<KernelOption> ofEveryKernel() {
        return OF_EVERY_KERNEL;
    }

    /**
     * Whether a kernel lacks it. An optional one that the configuration does not mention is no lack: an older kernel
     * has what it is for without an option, and another may not offer it.
     *
     * @param configuration the lines of a .config
     */
    public boolean isLacking(List<String> configuration) {
        return names.stream().noneMatch(name -> configuration.stream().anyMatch(line -> line.startsWith(name + "=")))
                && (isNeeded || names.stream().anyMatch(name -> configuration.contains("# " + name + " is not set")));
    }

    /** Its name, or its names. */
    @Override
    public String toString() {
        return String.join(" or ", names);
    }
}
