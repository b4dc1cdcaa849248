package org.kvmsh.dsl.interrupt;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The state of one interrupt of an in-kernel interrupt controller. */
public record InterruptNow(
        @Word(
                value = "what it is: SGI, PPI or SPI of a GIC; 'line' of an APLIC, 'MSI' of an IMSIC",
                example = "interrupts.all[0].kind")
        String kind,

        @Word(
                value = "its number: the INTID of a GIC, the line or the identity of an AIA",
                example = "interrupts.all[0].number")
        int number,

        @Word(value = "the vCPU whose own interrupt it is; null if vCPUs share it", example = "interrupts.all[0].vcpu")
        Integer vcpu,

        @Word(value = "whether it is enabled", example = "interrupts.all[0].enabled")
        boolean enabled,

        @Word(value = "whether it is pending", example = "interrupts.all[0].pending")
        boolean pending,

        @Word(
                value = "whether a vCPU has acknowledged it and has not ended it yet; always false for an AIA",
                example = "interrupts.all[0].active")
        boolean active,

        @Word(
                value = "its priority, of which 0 is the highest; null for an AIA",
                example = "interrupts.all[0].priority")
        Integer priority,

        @Word(
                value = "'edge' or 'level', as configured; an APLIC's line may also be 'off', 'detached', 'falling'"
                        + " or 'low'",
                example = "interrupts.all[0].trigger")
        String trigger,

        @Word(
                value = "where a shared interrupt goes: 'vCPU 0', or 'vCPU 0, identity 5'; otherwise empty",
                example = "interrupts.all[0].target")
        String target)
        implements AsJson {
    /** Whether it is enabled, pending or active. */
    boolean isInUse() {
        return enabled || pending || active;
    }
}
