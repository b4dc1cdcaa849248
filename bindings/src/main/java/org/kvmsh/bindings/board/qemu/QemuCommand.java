package org.kvmsh.bindings.board.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardName;

/** QEMU's command line for a board. */
final class QemuCommand {
    static final String CPUS = "cpus";
    static final String DEFAULT_CPUS = "1";

    private static final String PORT = "kvmsh";
    /** The kernel's crypto self-tests take a third of an emulated board's start. */
    private static final String APPEND = "panic=-1 rdinit=/init cryptomgr.notests KVMSH_LINK=port:" + PORT;

    /**
     * Console messages up to KERN_INFO: the boot log of a kept run has them, and a boot is no slower
     * (Documentation/admin-guide/kernel-parameters.txt, loglevel).
     */
    private static final String INFORMATION = "loglevel=7";

    /** Megabytes; a fifth of it are the JVM's files. */
    private static final int JVM_MEMORY = 1024;

    private final QemuProfile profile;
    private final BoardName name;
    private final Path qemu;
    private final KernelFiles kernel;
    private final Path initramfs;
    private final boolean jvm;

    /** @param jvm whether a JVM runs on the board, which needs memory and, for its compiler, a second processor */
    QemuCommand(QemuProfile profile, BoardName name, Path qemu, KernelFiles kernel, Path initramfs, boolean jvm) {
        this.profile = profile;
        this.name = name;
        this.qemu = qemu;
        this.kernel = kernel;
        this.initramfs = initramfs;
        this.jvm = jvm;
    }

    /** The words, without the character device {@code link} that the port is at the end of. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                qemu.toString(),
                "-name",
                name.base(),
                "-accel",
                "tcg",
                "-machine",
                profile.machine(),
                "-cpu",
                option("cpu", profile.cpu()),
                "-smp",
                option(CPUS, jvm ? "2" : DEFAULT_CPUS),
                "-m",
                option("memory", memory()),
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-vga",
                "none",
                "-monitor",
                "none",
                "-serial",
                "stdio",
                "-no-reboot",
                "-kernel",
                kernel.kernel().toString(),
                "-initrd",
                initramfs.toString(),
                "-append",
                append()));
        words.addAll(profile.devices());
        words.addAll(List.of("-device", "virtserialport,chardev=link,name=" + PORT));
        return words;
    }

    private String memory() {
        return jvm ? String.valueOf(Math.max(JVM_MEMORY, Integer.parseInt(profile.memory()))) : profile.memory();
    }

    /** The user's options come last, so that the kernel prefers them. */
    private String append() {
        return String.join(
                        " ",
                        "console=" + profile.console(),
                        INFORMATION,
                        APPEND,
                        profile.append().replace("{tsc}", HostTsc.kilohertz()),
                        option("append", ""))
                .strip()
                .replaceAll(" +", " ");
    }

    private String option(String option, String otherwise) {
        return name.options().getOrDefault(option, otherwise);
    }
}
