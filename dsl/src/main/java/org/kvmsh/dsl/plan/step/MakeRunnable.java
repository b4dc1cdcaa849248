package org.kvmsh.dsl.plan.step;

import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_SET_MP_STATE of a vCPU that would wait until the guest starts it (api.rst 4.39).
 *
 * @param why that the script's start needs it
 */
public record MakeRunnable(int id, String why, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_SET_MP_STATE of vCPU " + id + ": KVM_MP_STATE_RUNNABLE";
    }

    @Override
    public void perform(Bringup machine) {
        try (Argument state = Argument.of(machine.kernel(), "kvm_mp_state")) {
            machine.vcpus()
                    .get(id)
                    .ioctl(
                            "KVM_SET_MP_STATE",
                            state.set("mp_state", machine.kernel().abi().constant("KVM_MP_STATE_RUNNABLE")))
                    .get();
        }
    }
}
