package org.kvmsh.dsl.device;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.ReadyDeviceSpec;

/** A port, or an address, where a guest says that it is done: the run ends with the code that it writes. Its reads give 0. */
final class DebugExitPort {
    List<HandlerSpec> handlers(ReadyDeviceSpec device) {
        return List.of(new HandlerSpec(device.kind(), device.at(), device.at(), DebugExitPort::handle, device.site()));
    }

    private static Object handle(Exit exit) {
        if (exit instanceof Exit.Io io) {
            return io.out() ? new RunEnds(io.getValue()) : (Object) 0;
        }
        Exit.Mmio mmio = (Exit.Mmio) exit;
        return mmio.write() ? new RunEnds(mmio.getValue()) : (Object) 0;
    }
}
