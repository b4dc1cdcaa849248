package org.kvmsh.repl.doctor;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.board.DeviceAccess;

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
            return HostFinding.ok(NAME, "neither vmx nor svm; this host's KVM needs neither to run guests");
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

    /** Whether the person may open the device. */
    public static HostFinding device(DeviceAccess access) {
        String name = "permissions";
        return access.may()
                ? HostFinding.ok(name, access.device() + " can be read and written by " + access.person())
                : HostFinding.missing(name, access.whyNot(), access.howTo());
    }
}
