package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.dsl.spec.VgicSpec;

/** What an ARM guest is to see. */
public interface ArmWords extends VmPart {
    @Word(value = "an ARM guest's interrupt controller: where the distributor and a GICv2's CPU interface, or a GICv3's redistributors, are",
            example = "vgic dist: 0x2c001000, cpu: 0x2c002000", named = {"dist", "cpu", "redist", "irqs"})
    default void vgic(Map<String, ?> places) {
        NamedArguments named = named("vgic", places);
        spec().vgic(new VgicSpec(named.longOrNull("dist"), named.longOrNull("cpu"), named.longOrNull("redist"), named.longOrNull("irqs"), here()));
    }
}
