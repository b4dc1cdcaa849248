package org.kvmsh.dsl.device;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;

/** The devices of one machine, each with its own state, as the handlers of its exits. */
public final class ReadyDevices {
    private ReadyDevices() {}

    public static List<HandlerConfig> handlers(
            List<ReadyDeviceConfig> devices, Terminal terminal, PhysicalMemory memory, GuestCpus vcpus) {
        List<HandlerConfig> handlers = new ArrayList<>();
        for (ReadyDeviceConfig device : devices) {
            handlers.addAll(
                    switch (device.model()) {
                        case SERIAL -> new Serial8250(terminal).handlers(device);
                        case DEBUG_EXIT -> new DebugExitPort().handlers(device);
                        case PL011 -> new Pl011(terminal).handlers(device);
                        case VTERM -> new VirtualTerminal(terminal).handlers(device);
                        case VGIC -> new GicDistributor(vcpus).handlers(device);
                        case GUEST -> new GuestCalls(terminal, memory, device, vcpus).handlers();
                        case SBI_CONSOLE -> new SbiConsole(terminal, memory).handlers(device);
                    });
        }
        return handlers;
    }

    /** Adds a device to what a {@code vm} block describes. */
    public static void addTo(VmConfig.Builder vm, ReadyDeviceConfig.Model model, KeyedExit kind, long at, Site site) {
        ReadyDeviceConfig device = new ReadyDeviceConfig(model, kind, at, site);
        vm.ready(device, places(device));
    }

    /** The ports and addresses of a device, without its state: no other handler may have them. */
    public static List<HandlerConfig> places(ReadyDeviceConfig device) {
        return handlers(List.of(device), null, null, null);
    }
}
