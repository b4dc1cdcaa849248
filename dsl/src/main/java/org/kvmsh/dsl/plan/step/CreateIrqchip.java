package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.script.Site;

/**
 * KVM_CREATE_IRQCHIP (api.rst 4.24), also the first step of an interrupt controller whose addresses are set by their
 * own calls.
 */
public record CreateIrqchip(String why, Site site) implements Step {
    /**
     * The interrupt controller that it creates on ARM, and what the proposal for the controller's addresses was for.
     */
    public static final String GIC_V2 = "irqchip: an in-kernel GICv2 whose addresses are not set yet (api.rst 4.24)";

    @Override
    public String text() {
        return "KVM_CREATE_IRQCHIP";
    }

    @Override
    public void perform(Bringup machine) {
        machine.vm().ioctl("KVM_CREATE_IRQCHIP", 0).get();
    }
}
