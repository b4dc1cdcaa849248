/**
 * Emulated boards: real kernels with their KVM, run by QEMU. A {@link QemuProfile} is a board's resource file;
 * {@link QemuBoards} lists and opens them. {@link QemuSetup} installs programs with apt-get and downloads a kernel from
 * Debian ({@link DebianArchive}); {@link Initramfs} contains the agent and the few modules that the link and KVM need.
 *
 * <p>{@link QemuMachine} is the QEMU process. A shell watches it and kills it when its own standard input ends, which
 * the JVM holds: no QEMU outlives kvmsh. {@link InnerRun} runs kvmsh on the board itself: the initramfs then contains a
 * JVM ({@link JvmPackages}), kvmsh's jars and the script, so any kernel can be used, and kvmsh's output arrives over
 * the link that the agent uses otherwise.
 */
package org.kvmsh.bindings.board.qemu;
