package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.RingsConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/** The rings that KVM shares with user space. */
public interface RingWords extends VmPart {
    @Word(
            value = "log dirty pages in a per-vCPU ring of ENTRIES entries (a power of two). m.dirty() harvests the"
                    + " rings, even while the guest runs. A full ring causes an exit; the guest continues after a"
                    + " harvest: on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> e.machine.dirty() }",
            example = "dirty ring: 4096",
            named = "ring")
    default void dirty(Map<String, ?> arguments) {
        config().rings().dirty(named("dirty", arguments).required("ring"), here());
    }

    @Word(
            value = "coalesce the guest's writes to a range of ports or addresses: KVM collects them in a ring instead"
                    + " of exiting; handlers get them in order at the vCPU's next exit, before that exit's"
                    + " handler; m.coalesced() returns those that no handler handled",
            example = "coalesce mmio: 0x10000000, size: 0x1000",
            named = {"io", "mmio", "size"})
    default void coalesce(Map<String, ?> arguments) {
        NamedArguments named = named("coalesce", arguments);
        boolean io = named.get("io") != null;
        if (io == (named.get("mmio") != null)) {
            throw new ScriptError(
                    here(), "coalesce takes either io: or mmio:", "try: coalesce mmio: 0x10000000, size: 0x1000");
        }
        KeyedExit kind = io ? KeyedExit.IO : KeyedExit.MMIO;
        long at = Bits64.of(named.get(kind.key()), kind.number(), 0, kind.most(), here());
        // kvm_coalesced_mmio_zone.size has 32 bits.
        config().rings()
                .zone(new RingsConfig.Zone(
                        io, at, Bits64.of(named.get("size"), "size:", 1, 0xffffffffL, here()), here()));
    }
}
