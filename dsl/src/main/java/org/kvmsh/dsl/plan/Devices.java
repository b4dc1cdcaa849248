package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.DeviceConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.CreateDevice;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.SetDeviceAttribute;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Devices that a script requests by type. Sources: api.rst 4.79 to 4.81; Documentation/virt/kvm/devices.
 *
 * @param before how many devices the machine has already
 */
record Devices(int before) implements Lowering {
    private static final String TYPE = "KVM_DEV_TYPE_";

    /** The number of devices that the machine has already. */
    @Override
    public void check(VmConfig config, HostFacts host) {
        for (DeviceConfig device : config.devices()) {
            if (host.abi().hasIoctl("KVM_CREATE_DEVICE")) {
                Refusals.needsProbedIoctl("device", "KVM_CREATE_DEVICE", host, device.site());
            }
            Refusals.needsDevice(
                    "device",
                    name(device, host),
                    Architecture.of(host.abi()).planning().announcesDevices(),
                    host,
                    device.site());
        }
    }

    private static boolean announced(HostFacts host) {
        return host.capability("KVM_CAP_DEVICE_CTRL") != 0;
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        for (int i = 0; i < config.devices().size(); i++) {
            DeviceConfig device = config.devices().get(i);
            Refusals.needsIoctl("device", "KVM_CREATE_DEVICE", host, device.site());
            String key = "device " + (before + i);
            String name = name(device, host);
            long type = number(device.type(), host.abi(), device.site());
            String unannounced = announced(host)
                    ? ""
                    : "; this kernel has the ioctl but does not advertise KVM_CAP_DEVICE_CTRL, like x86 before Linux"
                            + " 6.8 (63912245c19d)";
            steps.add(new CreateDevice(
                    key,
                    name == null ? Long.toString(type) : name,
                    type,
                    "the script requests a device of this type (api.rst 4.79)" + unannounced,
                    device.site()));
            for (DeviceConfig.Attribute attribute : device.attributes()) {
                steps.add(set(key, attribute, host.abi()));
            }
        }
    }

    private static Step set(String key, DeviceConfig.Attribute asked, Abi abi) {
        long value = asked.value() == null ? 0 : asked.value();
        int bytes = asked.value() == null ? 0 : asked.bytes();
        if (bytes == Integer.BYTES && value >> Integer.SIZE != 0 && value >> Integer.SIZE - 1 != -1) {
            throw new ScriptError(
                    asked.site(),
                    "the value " + Bits64.hex(value) + " does not fit in 4 bytes (size: 4)",
                    "try: size: 8");
        }
        String what = "group " + asked.group() + ", attr " + asked.attr()
                + (asked.value() == null ? "" : ": " + Bits64.hex(value) + " in " + bytes + " bytes");
        return new SetDeviceAttribute(
                key,
                what,
                number(asked.group(), abi, asked.site()),
                number(asked.attr(), abi, asked.site()),
                value,
                bytes,
                "the script sets this device attribute (api.rst 4.80)",
                "",
                asked.site());
    }

    /** The constant of a type; null if a number has none. */
    private static String name(DeviceConfig device, HostFacts host) {
        Abi abi = host.abi();
        long number = number(device.type(), abi, device.site());
        return abi.constants(TYPE).entrySet().stream()
                .filter(known -> known.getValue() == number && !known.getKey().equals(TYPE + "MAX"))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** A constant in a script is already its number; a text is looked up here. */
    private static long number(Object asked, Abi abi, Site site) {
        if (!(asked instanceof CharSequence)) {
            return Bits64.of(asked, "a device's type, group or attribute", site);
        }
        String name = asked.toString();
        if (!abi.hasConstant(name)) {
            throw new ScriptError(
                    site,
                    "unknown name " + name + " on " + abi.table(),
                    Nearest.note(name, abi.constants("KVM_DEV_").keySet()));
        }
        return abi.constant(name);
    }
}
