package org.kvmsh.dsl.machine.gdb;

import java.util.stream.Collectors;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** vCPUs as gdb's threads: vCPU 0 is thread 1, since the protocol takes 0 for any thread. */
final class Threads {
    private static final int HEX = 16;

    private Threads() {}

    static String id(VcpuEngine vcpu) {
        return Integer.toHexString(vcpu.id() + 1);
    }

    /** The vCPU of a thread's number in hex; null for all, any or one that there is not. */
    static VcpuEngine vcpu(MachineParts machine, String thread) {
        long id;
        try {
            id = Long.parseLong(thread, HEX);
        } catch (NumberFormatException e) {
            return null;
        }
        return machine.engines().stream()
                .filter(vcpu -> vcpu.id() + 1 == id)
                .findFirst()
                .orElse(null);
    }

    static String list(MachineParts machine) {
        return machine.engines().stream().map(Threads::id).collect(Collectors.joining(","));
    }
}
