package org.kvmsh.dsl.arch.ppc64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.interrupt.InterruptNow;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The states of a XICS's interrupts: its sources by their attributes, and the presentation controllers by a one-reg of
 * each vCPU. Sources: devices/xics.rst; api.rst 4.68, KVM_REG_PPC_ICP_STATE; arch/powerpc/kvm/book3s_xics.c.
 */
final class XicsInterrupts {
    /** The number of the interrupt that processors send each other (PAPR, "Interrupt Presentation"). */
    private static final int IPI = 2;
    /** The priority of a processor's IPI that nobody has sent. */
    private static final int NONE = 0xff;

    private final Vm vm;
    private final Abi abi;
    private final List<InterruptNow> all = new ArrayList<>();
    /** The sources that were presented to a processor, which has not accepted them. */
    private final Set<Long> presented = new HashSet<>();
    /** The vCPUs by their servers' numbers. */
    private final Map<Long, Integer> servers = new HashMap<>();

    private XicsInterrupts(Vm vm) {
        this.vm = vm;
        this.abi = vm.kernel().abi();
    }

    /** Those of the VM's XICS. */
    static InterruptsNow of(Bringup made) {
        Vm vm = made.vm();
        Abi abi = vm.kernel().abi();
        for (Map.Entry<Integer, Long> each : vm.devices().entrySet()) {
            if (each.getValue() == abi.constant("KVM_DEV_TYPE_XICS")) {
                XicsInterrupts xics = new XicsInterrupts(vm);
                SavedAttributes device = XicsSources.attributes(vm, each.getKey());
                made.vcpus().forEach(xics::processor);
                XicsSources.numbers(vm, each.getKey()).forEach(number -> xics.source(device, number));
                return InterruptsNow.of(xics.all, device.missing());
            } else if (each.getValue() == abi.constant("KVM_DEV_TYPE_XIVE")) {
                return new InterruptsNow(
                        List.of(), "KVM does not return the states of XIVE sources (devices/xive.rst)");
            }
        }
        return InterruptsNow.NONE;
    }

    /** A vCPU that is connected to the XICS, as one of its servers. */
    private void processor(int id, Vcpu vcpu) {
        for (SetUpCall call : XicsSources.calls(vm, "KVM_ENABLE_CAP", vcpu.fd())) {
            if (call.field("cap", abi) == abi.constant("KVM_CAP_IRQ_XICS")) {
                servers.put(call.field("args[1]", abi), id);
                long state = state(vcpu);
                presented.add(field(state, "XISR"));
                int sent = (int) field(state, "MFRR");
                all.add(new InterruptNow(
                        "IPI", IPI, id, true, sent != NONE, false, sent == NONE ? null : sent, "edge", ""));
            }
        }
    }

    private long state(Vcpu vcpu) {
        try (OneReg one = new OneReg(vcpu, Long.BYTES)) {
            return one.get(abi.constant("KVM_REG_PPC_ICP_STATE"));
        }
    }

    private long field(long state, String name) {
        return state >>> abi.constant("KVM_REG_PPC_ICP_" + name + "_SHIFT")
                & abi.constant("KVM_REG_PPC_ICP_" + name + "_MASK");
    }

    private void source(SavedAttributes device, int number) {
        Long read = device.read(XicsSources.SOURCES, number, Long.BYTES);
        if (read == null) {
            return;
        }
        long state = read;
        boolean level = isSet(state, "LEVEL_SENSITIVE");
        // Of an edge, KVM says that no processor has accepted it; a level is pending while the line is high.
        boolean waits = presented.contains((long) number) || !level && isSet(state, "PENDING");
        long destination = state & abi.constant("KVM_XICS_DESTINATION_MASK");
        long priority = state >>> abi.constant("KVM_XICS_PRIORITY_SHIFT") & abi.constant("KVM_XICS_PRIORITY_MASK");
        all.add(new InterruptNow(
                "source",
                number,
                null,
                !isSet(state, "MASKED"),
                waits || isSet(state, "PENDING") || isSet(state, "QUEUED"),
                !waits && isSet(state, "PRESENTED"),
                (int) priority,
                level ? "level" : "edge",
                servers.containsKey(destination) ? "vCPU " + servers.get(destination) : "server " + destination));
    }

    private boolean isSet(long state, String flag) {
        return (state & abi.constant("KVM_XICS_" + flag)) != 0;
    }
}
