package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_CREATE_DEVICE (api.rst 4.79).
 *
 * @param name what the other steps of the plan call it
 * @param type as a person reads it
 */
public record CreateDevice(String name, String type, long number, String why, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_CREATE_DEVICE " + type;
    }

    @Override
    public List<String> capabilities() {
        return List.of("KVM_CAP_DEVICE_CTRL");
    }

    @Override
    public void perform(Bringup machine) {
        machine.createDevice(name, number);
    }
}
