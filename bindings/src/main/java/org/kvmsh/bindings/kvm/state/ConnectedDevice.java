package org.kvmsh.bindings.kvm.state;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;

/** The KVM_ENABLE_CAP that connects a vCPU to a device (api.rst 6.5 and 6.6). */
public final class ConnectedDevice {
    private static final List<String> CAPABILITIES =
            List.of("KVM_CAP_IRQ_MPIC", "KVM_CAP_IRQ_XICS", "KVM_CAP_PPC_IRQ_XIVE");

    private ConnectedDevice() {}

    /** Whether a call is one: then args[0] is the device's descriptor. */
    public static boolean isIn(SetUpCall call, Abi abi) {
        return call.name().equals("KVM_ENABLE_CAP") && isConnectedBy(call.field("cap", abi), abi);
    }

    /**
     * Whether a capability connects a vCPU to a device.
     *
     * @param capability its number
     */
    public static boolean isConnectedBy(long capability, Abi abi) {
        return CAPABILITIES.stream().anyMatch(cap -> abi.hasConstant(cap) && capability == abi.constant(cap));
    }
}
