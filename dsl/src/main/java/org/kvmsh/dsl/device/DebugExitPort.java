package org.kvmsh.dsl.device;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/** A port, or an address, where a guest reports its end: the run ends with the code that it writes. Reads return 0. */
final class DebugExitPort {
    List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        return List.of(new HandlerConfig(device.place(), DebugExitPort::handle, device.site()));
    }

    private static Object handle(Exit exit) {
        if (exit instanceof Exit.Io io) {
            return io.out() ? new RunEnds.Code(io.getValue()) : (Object) 0;
        }
        Exit.Mmio mmio = (Exit.Mmio) exit;
        return mmio.write() ? new RunEnds.Code(mmio.getValue()) : (Object) 0;
    }
}
