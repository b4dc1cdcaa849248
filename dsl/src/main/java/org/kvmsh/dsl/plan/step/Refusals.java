package org.kvmsh.dsl.plan.step;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Messages about what a board does not support. */
public final class Refusals {
    /** What works on a board on which kvmsh creates no vCPUs. */
    public static final String WITHOUT_VCPUS =
            "these work without it: kvmsh abi; vm { } with memory, device and ioctl; kvm.ioctl and m.ioctl with any"
                    + " call of this architecture's headers";

    private Refusals() {}

    /** Refuses what only boards of another family of processors have. */
    public static void needs(String what, Collection<Arch> of, HostFacts host, Site site) {
        if (!of.contains(host.arch())) {
            String family = of.stream().map(Arch::family).distinct().sorted().collect(Collectors.joining(" or "));
            throw new ScriptError(
                    site,
                    what + (family.matches("[ax].*") ? " needs an " : " needs a ") + family + " board; board "
                            + host.boardName() + " is " + host.arch(),
                    host.availableBoards(of::contains),
                    "choose one with -b NAME, or /board NAME in the shell");
        }
    }

    /** Refuses what a board without a capability does not have. */
    public static void needsCapability(String what, String capability, HostFacts host, Site site) {
        if (lacks(capability, host)) {
            throw new ScriptError(
                    site, what + " needs " + capability + ", which board " + host.boardName() + " does not support");
        }
    }

    private static boolean lacks(String capability, HostFacts host) {
        return !host.abi().hasConstant(capability) || host.capability(capability) == 0;
    }

    /** Refuses a handler of an exit that does not come without a capability. */
    public static void neverCalled(String what, String capability, Site site, HostFacts host) {
        if (lacks(capability, host)) {
            throw new ScriptError(
                    site,
                    what + " would never be called: it needs " + capability + ", which board " + host.boardName()
                            + " does not support");
        }
    }

    /**
     * Refuses a type of device that the board cannot have.
     *
     * @param announced whether every kernel with devices announces them by KVM_CAP_DEVICE_CTRL
     */
    public static void needsDevice(String word, String type, boolean announced, HostFacts host, Site site) {
        if (announced && host.capability("KVM_CAP_DEVICE_CTRL") == 0) {
            throw new ScriptError(site, "board " + host.boardName() + " has no KVM devices: KVM_CAP_DEVICE_CTRL is 0");
        }
        if (type != null && !host.hasDevice(type)) {
            throw new ScriptError(
                    site,
                    word + " needs a " + type + ", which board " + host.boardName()
                            + " does not have: KVM_CREATE_DEVICE refuses it",
                    "to list the board's devices: kvmsh boards facts NAME");
        }
    }

    /**
     * The refusal of a vCPU on an architecture of which kvmsh knows the headers alone, for the caller to throw.
     *
     * @param board its name in messages
     */
    public static ScriptError noVcpus(Site site, Arch arch, String board) {
        return new ScriptError(site, noVcpus(arch) + ", the architecture of board " + board, WITHOUT_VCPUS);
    }

    /** That kvmsh creates no vCPUs of an architecture, in a clause. */
    public static String noVcpus(Arch arch) {
        return "kvmsh has no support for vCPUs of " + arch;
    }

    /** A board whose vCPUs start in one mode alone. */
    public static StartConfig resetMode(StartConfig start, HostFacts host) {
        if (start.mode() != StartConfig.Mode.RESET) {
            throw new ScriptError(
                    start.site(),
                    start.mode().name().toLowerCase(Locale.ROOT) + " is an x86 mode; board " + host.boardName() + " is "
                            + host.arch(),
                    "try: start " + Bits64.hex(start.address()));
        }
        return start;
    }

    /** Refuses what needs an ioctl that the board's kernel was asked for, and does not have. */
    public static void needsProbedIoctl(String what, String ioctl, HostFacts host, Site site) {
        if (!host.hasIoctl(ioctl)) {
            throw new ScriptError(
                    site, what + " needs " + ioctl + ", which board " + host.boardName() + " does not support");
        }
    }

    /** Refuses what needs an ioctl that the headers do not have. */
    public static void needsIoctl(String what, String ioctl, HostFacts host, Site site) {
        if (!host.abi().hasIoctl(ioctl)) {
            throw new ScriptError(
                    site,
                    what + " needs " + ioctl + ", which board " + host.boardName() + " does not have",
                    host.availableBoards(arch -> arch == host.arch()));
        }
    }
}
