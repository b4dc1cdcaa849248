package org.kvmsh.repl.doctor;

import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** The conditions for a host to run guests: its processor's extension, and the permissions of the KVM device. */
public final class Virtualization {
    private static final String INTEL = "vmx";
    private static final String AMD = "svm";
    private static final String NAME = "processor extension";

    private Virtualization() {}

    /**
     * Whether an x86 processor shows its extension.
     *
     * @param cpuinfo /proc/cpuinfo
     * @param usable whether the host's KVM can be used all the same, as kvm_pvm without an extension
     */
    public static HostFinding processor(String cpuinfo, boolean usable) {
        Set<String> flags = Set.copyOf(cpuinfo
                .lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> List.of(line.replaceFirst("^flags\\s*:\\s*", "").split("\\s+")))
                .orElse(List.of())
                .stream()
                .distinct()
                .toList());
        if (flags.contains(INTEL) || flags.contains(AMD)) {
            return HostFinding.ok(
                    NAME, flags.contains(INTEL) ? "VT-x (vmx), used by kvm_intel" : "AMD-V (svm), used by kvm_amd");
        } else if (usable) {
            return HostFinding.ok(NAME, "neither vmx nor svm; this host's KVM runs guests without them");
        }
        return HostFinding.missing(
                NAME,
                "/proc/cpuinfo shows neither vmx nor svm",
                flags.contains("hypervisor")
                        ? "this host is a virtual machine: on the outer host, load kvm_intel or kvm_amd with nested=1"
                                + " and pass the processor through (QEMU: -cpu host)"
                        : "enable VT-x or AMD-V in the firmware setup");
    }

    /** The command that loads KVM on an x86 host. */
    public static String load(String cpuinfo) {
        return "as root: modprobe "
                + (cpuinfo.contains("AuthenticAMD") || cpuinfo.contains("HygonGenuine") ? "kvm_amd" : "kvm_intel");
    }

    /**
     * Whether the person may open a device.
     *
     * @param mode of the device
     * @param may whether it can be read and written
     */
    public static HostFinding device(
            String device, String owner, String group, Set<PosixFilePermission> mode, boolean may, String person) {
        String name = "permissions";
        if (may) {
            return HostFinding.ok(name, device + " can be read and written by " + person);
        }
        boolean forGroup = mode.contains(PosixFilePermission.GROUP_READ)
                && mode.contains(PosixFilePermission.GROUP_WRITE)
                && !group.equals("root");
        return HostFinding.missing(
                name,
                device + " belongs to " + owner + ":" + group + " and cannot be read and written by " + person,
                forGroup
                        ? "as root: usermod -aG " + group + " " + person + "; then log in again"
                        : "as root: groupadd -f -r kvm; chgrp kvm " + device + "; chmod 660 " + device
                                + "; usermod -aG kvm " + person + "; then log in again");
    }
}
