package org.kvmsh.dsl.arch.ppc64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The sources of a XICS and their states, each an attribute (devices/xics.rst). KVM lists no sources, but each exists
 * because it was set.
 */
final class XicsSources {
    static final String SOURCES = "SOURCES";
    private static final String GROUPS = "KVM_DEV_XICS_GRP_";

    private XicsSources() {}

    /** The states of the VM's sources. */
    static List<SavedPart> of(Bringup made) {
        Vm vm = made.vm();
        List<SavedPart> parts = new ArrayList<>();
        vm.devices().forEach((fd, type) -> {
            if (type == vm.kernel().abi().constant("KVM_DEV_TYPE_XICS")) {
                SavedAttributes saved = attributes(vm, fd);
                numbers(vm, fd).forEach(number -> saved.keep(SOURCES, number, Long.BYTES));
                parts.add(saved);
            }
        });
        return parts;
    }

    /** The attributes of the VM's XICS. */
    static SavedAttributes attributes(Vm vm, int fd) {
        return new SavedAttributes("XICS", GROUPS, vm, fd);
    }

    /** The numbers of the sources, in their order. */
    static List<Integer> numbers(Vm vm, int fd) {
        Abi abi = vm.kernel().abi();
        long group = abi.constant(GROUPS + SOURCES);
        return calls(vm, "KVM_SET_DEVICE_ATTR", fd).stream()
                .filter(call -> call.field("group", abi) == group)
                .map(call -> (int) call.field("attr", abi))
                .distinct()
                .sorted()
                .toList();
    }

    /** The calls of one name with which a vCPU or device was set up. */
    static List<SetUpCall> calls(Vm vm, String name, int fd) {
        Map<Integer, Integer> descriptors = vm.setUp().descriptors();
        return vm.setUp().all().stream()
                .filter(call -> call.name().equals(name) && Objects.equals(descriptors.get(call.target()), fd))
                .toList();
    }
}
