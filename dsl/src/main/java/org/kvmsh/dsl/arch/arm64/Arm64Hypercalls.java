package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * SMCCC calls of an arm64 guest: a filter of the VM passes ranges of function ids to user space (devices/vm.rst,
 * KVM_ARM_VM_SMCCC_FILTER).
 */
final class Arm64Hypercalls {
    private Arm64Hypercalls() {}

    static void lower(HandlerConfig handler, HostFacts host, List<Step> steps) {
        if (!host.abi().hasConstant("KVM_ARM_VM_SMCCC_FILTER")) {
            throw new ScriptError(
                    handler.site(),
                    "on(hcall:) would never be called: the headers of board " + host.boardName()
                            + " have no KVM_ARM_VM_SMCCC_FILTER");
        }
        if (handler.places().isAny()) {
            throw new ScriptError(
                    handler.site(),
                    "on(hcall: any) would never be called: KVM forwards an SMCCC call to user space only if"
                            + " a filter selects it",
                    "try a range: " + "on(hcall: 0xc6000000..0xc600ffff) { }");
        }
        steps.add(new Forward(handler.first(), handler.last(), handler.site()));
    }

    private record Forward(long first, long last, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_DEVICE_ATTR KVM_ARM_VM_SMCCC_FILTER: forward " + Bits64.hex(first)
                    + (first == last ? "" : " to " + Bits64.hex(last)) + " to user space";
        }

        @Override
        public String why() {
            return "on(hcall:): KVM handles SMCCC calls itself unless a filter forwards them (devices/vm.rst,"
                    + " KVM_ARM_VM_SMCCC_FILTER)";
        }

        @Override
        public void perform(Bringup machine) {
            Abi abi = machine.kernel().abi();
            try (Argument attribute = Argument.of(machine.kernel(), "kvm_device_attr");
                    Argument filter = Argument.of(machine.kernel(), "kvm_smccc_filter")) {
                filter.set("base", first)
                        .set("nr_functions", last - first + 1)
                        .set("action", abi.constant("KVM_SMCCC_FILTER_FWD_TO_USER"));
                attribute
                        .set("group", abi.constant("KVM_ARM_VM_SMCCC_CTRL"))
                        .set("attr", abi.constant("KVM_ARM_VM_SMCCC_FILTER"))
                        .set("addr", filter.region().address());
                machine.vm()
                        .ioctl("KVM_SET_DEVICE_ATTR", attribute, filter.region())
                        .get();
            }
        }
    }
}
