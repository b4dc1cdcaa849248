package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ReadableState;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The value of an attribute of a vCPU (devices/vcpu.rst).
 *
 * @param group the constant of the attribute's group
 * @param attribute its number in the group
 * @param bytes of the value
 */
record VcpuAttribute(String group, long attribute, int bytes, long value) {
    /** The number of attributes tried in a group: where the tables give no numbers, a group has few. */
    private static final int MOST = 4;

    /** The attributes that the kernel returns. */
    static List<VcpuAttribute> of(Vcpu vcpu) {
        Abi abi = vcpu.kernel().abi();
        List<VcpuAttribute> known = new ArrayList<>();
        ReadableState.attributes("VCPU").forEach((name, bytes) -> {
            String[] path = name.split("\\.");
            if (abi.hasConstant(path[0]) && (path.length == 1 || abi.hasConstant(path[1]))) {
                long first = path.length == 1 ? 0 : abi.constant(path[1]);
                for (long number = first; number < (path.length == 1 ? MOST : first + 1); number++) {
                    read(vcpu, path[0], number, bytes, known);
                }
            }
        });
        return known;
    }

    private static void read(Vcpu vcpu, String group, long attribute, int bytes, List<VcpuAttribute> into) {
        try (Argument held = Argument.of(vcpu.kernel(), Struct.scalar("u64"), 0)) {
            if (call(vcpu, "KVM_HAS_DEVICE_ATTR", group, attribute, held).ok()
                    && call(vcpu, "KVM_GET_DEVICE_ATTR", group, attribute, held).ok()) {
                into.add(
                        new VcpuAttribute(group, attribute, bytes, held.region().get(0, bytes)));
            }
        }
    }

    private static IoctlResult<Integer> call(Vcpu vcpu, String ioctl, String group, long attribute, Argument held) {
        try (Argument argument = Argument.of(vcpu.kernel(), "kvm_device_attr")) {
            argument.set("group", vcpu.kernel().abi().constant(group))
                    .set("attr", attribute)
                    .set("addr", held.region().address());
            return vcpu.ioctl(ioctl, argument, held.region());
        }
    }

    /** Sets it if it differs: most can be set only once. */
    void restore(Vcpu vcpu, List<String> refused) {
        try (Argument held = Argument.of(vcpu.kernel(), Struct.scalar("u64"), 0)) {
            call(vcpu, "KVM_GET_DEVICE_ATTR", group, attribute, held);
            if (held.region().get(0, bytes) != value) {
                held.region().put(0, bytes, value);
                IoctlResult<Integer> answer = call(vcpu, "KVM_SET_DEVICE_ATTR", group, attribute, held);
                if (!answer.ok()) {
                    refused.add("KVM_SET_DEVICE_ATTR of " + group + " " + attribute + " failed with "
                            + Errno.name(answer.errno()));
                }
            }
        }
    }
}
