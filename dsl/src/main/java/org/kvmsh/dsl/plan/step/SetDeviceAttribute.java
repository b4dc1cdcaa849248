package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_SET_DEVICE_ATTR (api.rst 4.80).
 *
 * @param device what the plan calls the device
 * @param what the group, the attribute and the value, for display
 * @param bytes the value's number of bytes in memory; 0 if the attribute has none
 * @param ranges the addresses to which the value gives a meaning, if it is a guest physical address
 */
public record SetDeviceAttribute(
        String device,
        String what,
        long group,
        long attribute,
        long value,
        int bytes,
        String why,
        String warning,
        Site site,
        List<GuestRange> ranges)
        implements Step {
    /** An attribute without guest addresses. */
    public SetDeviceAttribute(
            String device,
            String what,
            long group,
            long attribute,
            long value,
            int bytes,
            String why,
            String warning,
            Site site) {
        this(device, what, group, attribute, value, bytes, why, warning, site, List.of());
    }

    @Override
    public String text() {
        return "KVM_SET_DEVICE_ATTR " + what;
    }

    @Override
    public void perform(Bringup machine) {
        machine.setDeviceAttribute(device, group, attribute, value, bytes);
    }
}
