package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Site;

/**
 * KVM_SET_DEVICE_ATTR (api.rst 4.80).
 *
 * @param device what the plan calls the device
 * @param what   the group, the attribute and the value as a person reads them
 * @param bytes  how many the value has in memory; 0 where the attribute takes none
 */
record SetDeviceAttribute(String device, String what, long group, long attribute, long value, int bytes, String why, String warning, Site site) implements Step {
    @Override public String text() {
        return "KVM_SET_DEVICE_ATTR " + what;
    }

    @Override public void perform(Bringup machine) {
        machine.setDeviceAttribute(device, group, attribute, value, bytes);
    }
}
