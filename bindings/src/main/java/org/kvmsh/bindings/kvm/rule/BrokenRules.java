package org.kvmsh.bindings.kvm.rule;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.FdKind;

/** Which rule it was that a refused call broke: one errno has many, and those whose facts are at hand are checked. */
public final class BrokenRules {
    private static final CallRules SLOTS = new MemorySlotRules();
    private static final CallRules IRQCHIP = new IrqchipRules();
    private static final CallRules DIRTY_LOG = new DirtyLogRules();
    private static final Map<String, CallRules> CALLS = Map.ofEntries(Map.entry("KVM_CREATE_VM", new VmTypeRules()), Map.entry("KVM_CREATE_VCPU", new VcpuRules()),
            Map.entry("KVM_SET_USER_MEMORY_REGION", SLOTS), Map.entry("KVM_SET_USER_MEMORY_REGION2", SLOTS), Map.entry("KVM_SET_SREGS", new SregsRules()),
            Map.entry("KVM_CREATE_IRQCHIP", IRQCHIP), Map.entry("KVM_CREATE_PIT", IRQCHIP), Map.entry("KVM_CREATE_PIT2", IRQCHIP), Map.entry("KVM_CREATE_DEVICE", IRQCHIP),
            Map.entry("KVM_ARM_SET_DEVICE_ADDR", IRQCHIP), Map.entry("KVM_SET_DEVICE_ADDRESS", IRQCHIP), Map.entry("KVM_ENABLE_CAP", IRQCHIP), Map.entry("KVM_IRQ_LINE", IRQCHIP),
            Map.entry("KVM_IRQ_LINE_STATUS", IRQCHIP), Map.entry("KVM_SIGNAL_MSI", IRQCHIP), Map.entry("KVM_GET_DIRTY_LOG", DIRTY_LOG), Map.entry("KVM_CLEAR_DIRTY_LOG", DIRTY_LOG),
            Map.entry("KVM_IOEVENTFD", new IoeventfdRules()));

    private BrokenRules() { }

    /**
     * What a person is to know of a refusal.
     *
     * @param known what the errno can mean for this call; null where that is not known
     * @return the rules that are broken; where the checks find none, what is known, and that they found none
     */
    public static String explain(Refused refused, String known) {
        CallRules rules = CALLS.get(refused.call());
        // A call on another descriptor than it is for has no VM to look at.
        boolean hasNoVm = rules != null && refused.vm() == null && refused.abi().ioctl(refused.call()).on().contains(FdKind.VM);
        List<String> broken = rules == null || hasNoVm ? List.of() : rules.broken(refused);
        if (!broken.isEmpty()) {
            return String.join("; and ", broken);
        }
        return rules == null || known == null ? known : known + "; none of what kvmsh can check of this is broken";
    }
}
