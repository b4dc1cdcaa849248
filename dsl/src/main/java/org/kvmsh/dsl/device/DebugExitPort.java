package org.kvmsh.dsl.device;

import java.util.List;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/** A port, or an address, where a guest reports its end: the run ends with the code that it writes. Reads return 0. */
final class DebugExitPort {
    List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        return List.of(WrittenValue.to(device, (exit, code) -> new RunEnds.Code(code)));
    }
}
