package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.device.MissingMemory;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.script.Site;

/** An access through a null pointer where page 0 is no memory: an MMIO exit, which is reported as an exception is. */
public final class NullPointer {
    private NullPointer() {}

    /** The handler of these accesses; none if page 0 is memory. */
    public static List<HandlerConfig> handlers(PhysicalMemory memory, Site site) {
        return memory.read(0, 1) != null
                ? List.of()
                : List.of(MissingMemory.ofNullPointer(GuestPlace.NULL_PAGE, NullPointer::pc, site));
    }

    private static long pc(Exit exit) {
        Vcpu vcpu = (Vcpu) exit.owner();
        return Architecture.of(vcpu.kernel().abi())
                .programCounter(vcpu.kernel().abi())
                .address(vcpu);
    }
}
