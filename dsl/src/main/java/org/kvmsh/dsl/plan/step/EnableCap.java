package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_ENABLE_CAP (api.rst 4.37).
 *
 * @param id the vCPU's; null for the VM
 * @param device the plan's name for the device whose descriptor is the first argument; may be null
 * @param values the arguments after the device's descriptor
 */
public record EnableCap(Integer id, String capability, String device, List<Long> values, String why, Site site)
        implements Step {
    public EnableCap {
        values = List.copyOf(values);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder("KVM_ENABLE_CAP")
                .append(id == null ? "" : " of vCPU " + id)
                .append(": ")
                .append(capability);
        if (device != null) {
            text.append(" with ").append(device);
        }
        values.forEach(value -> text.append(' ').append(value < 10 ? value.toString() : Bits64.hex(value)));
        return text.toString();
    }

    @Override
    public List<String> capabilities() {
        return List.of(capability);
    }

    @Override
    public void perform(Bringup machine) {
        KvmFile file = id == null ? machine.vm() : machine.vcpus().get(id);
        try (Argument argument = Argument.of(machine.kernel(), "kvm_enable_cap")) {
            argument.set("cap", machine.kernel().abi().constant(capability));
            int first = 0;
            if (device != null) {
                argument.set("args[0]", machine.device(device).fd());
                first = 1;
            }
            for (int i = 0; i < values.size(); i++) {
                argument.set("args[" + (first + i) + "]", values.get(i));
            }
            file.ioctl("KVM_ENABLE_CAP", argument).get();
        }
    }
}
