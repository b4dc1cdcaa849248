package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.script.Site;

/** An access through a null pointer where page 0 is no memory: an MMIO exit, which is reported as an exception is. */
public final class NullPointer {
    private static final long PAGE = 0x1000;

    private NullPointer() {}

    /** The handler of these accesses; none if page 0 is memory. */
    public static List<HandlerConfig> handlers(PhysicalMemory memory, Site site) {
        return memory.read(0, 1) != null
                ? List.of()
                : List.of(new HandlerConfig(
                        new ExitPlaces(KeyedExit.MMIO, 0, PAGE - 1),
                        exit -> RunEnds.Fault.ofAccess(
                                "null pointer",
                                (Exit.Mmio) exit,
                                pc((Vcpu) exit.owner()),
                                "there is no memory below 0x1000"),
                        site));
    }

    private static long pc(Vcpu vcpu) {
        return Architecture.of(vcpu.kernel().abi())
                .programCounter(vcpu.kernel().abi())
                .address(vcpu);
    }
}
