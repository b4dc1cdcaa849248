package org.kvmsh.dsl.machine.vcpu;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Supplier;

/** What needs all vCPUs outside KVM_RUN. */
public final class AllVcpus {
    private AllVcpus() {}

    /** Does something while all are outside; they are brought out one by one, always in the same order. */
    public static <T> T outside(Collection<VcpuEngine> vcpus, Supplier<T> act) {
        return outside(vcpus.iterator(), act);
    }

    private static <T> T outside(Iterator<VcpuEngine> rest, Supplier<T> act) {
        return rest.hasNext() ? rest.next().touch(() -> outside(rest, act)) : act.get();
    }
}
