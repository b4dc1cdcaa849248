package org.kvmsh.dsl.arch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Device;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.plan.step.Bringup;

/** A device's state as the attributes to write, in their order, to set it again (api.rst 4.80). */
public final class SavedAttributes implements SavedPart {
    /**
     * An attribute to write.
     *
     * @param bytes of the value; 0 if the attribute has none
     * @param ifOther whether it is only written to a device that has another value
     */
    private record Write(String group, long attribute, int bytes, long value, boolean ifOther) {}

    private final String name;
    private final String prefix;
    private final Device device;
    private final long type;
    /** The position among the VM's devices of this type. */
    private final int index;

    private final List<Write> writes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    /** Whether the kernel returned less than is needed. */
    private boolean isLost;

    /**
     * Nothing is read yet.
     *
     * @param name the device's
     * @param prefix of the constants of its groups
     * @param fd the device's open descriptor
     */
    public SavedAttributes(String name, String prefix, Vm vm, int fd) {
        this.name = name;
        this.prefix = prefix;
        this.device = vm.device(fd);
        this.type = vm.devices().get(fd);
        this.index = ofType(vm, type).indexOf(fd);
    }

    private static List<Integer> ofType(Vm vm, long type) {
        return vm.devices().entrySet().stream()
                .filter(open -> open.getValue() == type)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The device that it is read from. */
    public Device device() {
        return device;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int descriptor() {
        return device.fd();
    }

    /** The value of an attribute; null if the kernel refuses it, which is then missing. */
    public Long read(String group, long attribute, int bytes) {
        return read(group, attribute, bytes, true);
    }

    private Long read(String group, long attribute, int bytes, boolean isNeeded) {
        try (Argument held = value(device, bytes, 0)) {
            IoctlResult<Integer> answer = call(device, "KVM_GET_DEVICE_ATTR", group, attribute, held);
            if (answer.ok()) {
                return held.region().get(0, bytes);
            }
            isLost |= isNeeded;
            if (isNeeded && missing.isEmpty()) {
                missing.add(name + ": " + failed("KVM_GET_DEVICE_ATTR", group, attribute, answer));
            }
            return null;
        }
    }

    /** Reads an attribute, which is written as it is now. */
    public void keep(String group, long attribute, int bytes) {
        Long now = read(group, attribute, bytes);
        if (now != null) {
            write(group, attribute, bytes, now);
        }
    }

    /** Reads an attribute that is not written again as it is, because the kernel changes what is written. */
    public void keepIfOther(String group, long attribute, int bytes) {
        Long now = read(group, attribute, bytes);
        if (now != null) {
            writes.add(new Write(group, attribute, bytes, now, true));
        }
    }

    /** Reads an attribute that not every processor has. */
    public void keepIfPresent(String group, long attribute, int bytes) {
        Long now = read(group, attribute, bytes, false);
        if (now != null) {
            write(group, attribute, bytes, now);
        }
    }

    /** A value that is written then, whichever the device has now. */
    public void write(String group, long attribute, int bytes, long value) {
        writes.add(new Write(group, attribute, bytes, value, false));
    }

    /** An attribute without a value that is set then. */
    public void act(String group, String attribute) {
        write(group, abi().constant(attribute), 0, 0);
    }

    /** Sets an attribute without a value now. */
    public void actNow(String group, String attribute) {
        try (Argument none = value(device, 0, 0)) {
            IoctlResult<Integer> answer = call(device, "KVM_SET_DEVICE_ATTR", group, abi().constant(attribute), none);
            if (!answer.ok()) {
                isLost = true;
                missing.add(name + ": " + attribute + " failed with " + Errno.name(answer.errno()));
            }
        }
    }

    /** Some of the device's state cannot be saved. */
    public void lacks(String what) {
        missing.add(what);
    }

    private Abi abi() {
        return device.kernel().abi();
    }

    private static Argument value(KvmFile on, int bytes, long value) {
        Argument held = Argument.of(on.kernel(), Struct.scalar("u64"), 0);
        if (bytes > 0) {
            held.region().put(0, bytes, value);
        }
        return held;
    }

    private IoctlResult<Integer> call(KvmFile on, String ioctl, String group, long attribute, Argument held) {
        try (Argument argument = Argument.of(on.kernel(), "kvm_device_attr")) {
            argument.set("group", abi().constant(prefix + group))
                    .set("attr", attribute)
                    .set("addr", held.region().address());
            return on.ioctl(ioctl, argument, held.region());
        }
    }

    private String failed(String ioctl, String group, long attribute, IoctlResult<Integer> answer) {
        return ioctl + " of " + prefix + group + " 0x" + Long.toHexString(attribute) + " failed with "
                + Errno.name(answer.errno());
    }

    @Override
    public List<String> missing() {
        return List.copyOf(missing);
    }

    @Override
    public boolean isLost() {
        return isLost;
    }

    @Override
    public Map<String, String> differences(SavedPart later) {
        Map<String, String> differences = new LinkedHashMap<>();
        List<Write> others = ((SavedAttributes) later).writes;
        for (int i = 0; i < writes.size(); i++) {
            Write one = writes.get(i);
            Write other = i < others.size() ? others.get(i) : null;
            if (!one.equals(other)) {
                differences.put(
                        name + " " + one.group() + " 0x" + Long.toHexString(one.attribute()),
                        "0x" + Long.toHexString(one.value()) + " -> "
                                + (other == null ? "none" : "0x" + Long.toHexString(other.value())));
            }
        }
        return differences;
    }

    @Override
    public List<String> restore(Bringup made) {
        List<String> failures = new ArrayList<>();
        Device target = made.vm().device(ofType(made.vm(), type).get(index));
        for (Write write : writes) {
            if (write.ifOther() && isThere(target, write)) {
                continue;
            }
            try (Argument held = value(target, write.bytes(), write.value())) {
                IoctlResult<Integer> answer =
                        call(target, "KVM_SET_DEVICE_ATTR", write.group(), write.attribute(), held);
                if (!answer.ok()) {
                    failures.add(failed("KVM_SET_DEVICE_ATTR", write.group(), write.attribute(), answer));
                }
            }
        }
        return failures;
    }

    private boolean isThere(Device target, Write write) {
        try (Argument held = value(target, write.bytes(), 0)) {
            return call(target, "KVM_GET_DEVICE_ATTR", write.group(), write.attribute(), held)
                            .ok()
                    && held.region().get(0, write.bytes()) == write.value();
        }
    }
}
