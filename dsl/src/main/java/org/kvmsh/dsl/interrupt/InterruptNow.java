package org.kvmsh.dsl.interrupt;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The state of one interrupt of an in-kernel interrupt controller. */
public record InterruptNow(
        @Word(
                value = "the kind: SGI, PPI or SPI for a GIC; 'source' for an APLIC; 'MSI' for an IMSIC; 'source' or"
                        + " 'IPI' for a XICS",
                example = "interrupts.all[0].kind")
        String kind,

        @Word(
                value = "its INTID (GIC), source number (APLIC, XICS) or interrupt identity (IMSIC)",
                example = "interrupts.all[0].number")
        int number,

        @Word(
                value = "the vCPU that the interrupt is private to; null for a shared interrupt",
                example = "interrupts.all[0].vcpu")
        Integer vcpu,

        @Word(value = "whether it is enabled", example = "interrupts.all[0].enabled")
        boolean enabled,

        @Word(
                value = "whether it is pending: latched, or level-triggered with its line high",
                example = "interrupts.all[0].pending")
        boolean pending,

        @Word(
                value = "whether it is active: acknowledged and not yet deactivated (XICS: accepted, and no EOI yet);"
                        + " always false with the AIA",
                example = "interrupts.all[0].active")
        boolean active,

        @Word(value = "its priority, where 0 is the highest; null with the AIA", example = "interrupts.all[0].priority")
        Integer priority,

        @Word(
                value = "'edge' or 'level'; for an APLIC: 'off', 'detached', 'edge', 'falling', 'level' or 'low'",
                example = "interrupts.all[0].trigger")
        String trigger,

        @Word(
                value = "the target of a shared interrupt, such as 'vCPU 0' or 'vCPU 0, identity 5'; otherwise"
                        + " empty",
                example = "interrupts.all[0].target")
        String target)
        implements AsJson {
    /** Whether it is enabled, pending or active. */
    boolean isInUse() {
        return enabled || pending || active;
    }
}
